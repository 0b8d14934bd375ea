import { AuthenticationMessage, ChannelRequestMessage, SshDataReader, SshDataWriter } from './library.ts';

/** Channel and authentication messages that the SSH library does not have. Numbers: RFC 4254, 4252, 4256. */

export interface TerminalSize {
  columns: number;
  rows: number;
}

/** Each mode's number (RFC 4254, section 8) and value, as a terminal has them that a shell begins with. */
const TERMINAL_MODES: [number, number][] = [
  [1, 3], // VINTR: Ctrl+C
  [2, 28], // VQUIT: Ctrl+\
  [3, 127], // VERASE: what the Backspace key sends
  [4, 21], // VKILL: Ctrl+U
  [5, 4], // VEOF: Ctrl+D
  [10, 26], // VSUSP: Ctrl+Z
  [36, 1], // ICRNL: Enter ends a line
  [42, 1], // IUTF8
  [50, 1], // ISIG
  [51, 1], // ICANON
  [53, 1], // ECHO
  [54, 1], // ECHOE
  [55, 1], // ECHOK
  [59, 1], // IEXTEN
  [60, 1], // ECHOCTL
  [61, 1], // ECHOKE
  [70, 1], // OPOST
  [72, 1], // ONLCR
];
const END_OF_MODES = 0;

/** Servers that have no terminals of the system's go by what they are told, and by nothing else. */
function terminalModes(): Buffer {
  const writer = new SshDataWriter(Buffer.alloc(TERMINAL_MODES.length * 5 + 1));
  for (const [mode, value] of TERMINAL_MODES) {
    writer.writeByte(mode);
    writer.writeUInt32(value);
  }
  writer.writeByte(END_OF_MODES);
  return writer.toBuffer();
}

export class PtyRequest extends ChannelRequestMessage {
  private readonly term: string;
  private readonly size: TerminalSize;

  constructor(term: string, size: TerminalSize) {
    super('pty-req', true);
    this.term = term;
    this.size = size;
  }

  protected override onWrite(writer: SshDataWriter): void {
    super.onWrite(writer);
    writer.writeString(this.term, 'ascii');
    writeSize(writer, this.size);
    writer.writeBinary(terminalModes());
  }
}

export class WindowChange extends ChannelRequestMessage {
  private readonly size: TerminalSize;

  constructor(size: TerminalSize) {
    super('window-change', false);
    this.size = size;
  }

  protected override onWrite(writer: SshDataWriter): void {
    super.onWrite(writer);
    writeSize(writer, this.size);
  }
}

function writeSize(writer: SshDataWriter, size: TerminalSize): void {
  writer.writeUInt32(size.columns);
  writer.writeUInt32(size.rows);
  writer.writeUInt32(0);
  writer.writeUInt32(0);
}

export class EnvironmentRequest extends ChannelRequestMessage {
  private readonly variable: string;
  private readonly value: string;

  constructor(variable: string, value: string) {
    super('env', false);
    this.variable = variable;
    this.value = value;
  }

  protected override onWrite(writer: SshDataWriter): void {
    super.onWrite(writer);
    writer.writeString(this.variable, 'utf8');
    writer.writeString(this.value, 'utf8');
  }
}

export class ShellRequest extends ChannelRequestMessage {
  constructor() {
    super('shell', true);
  }
}

export class SubsystemRequest extends ChannelRequestMessage {
  private readonly subsystem: string;

  constructor(subsystem: string) {
    super('subsystem', true);
    this.subsystem = subsystem;
  }

  protected override onWrite(writer: SshDataWriter): void {
    super.onWrite(writer);
    writer.writeString(this.subsystem, 'ascii');
  }
}

const SERVICE = 'ssh-connection';

/** SSH_MSG_USERAUTH_REQUEST, whatever its method; the method's fields are written by the caller. */
export class AuthenticationRequest extends AuthenticationMessage {
  private readonly user: string;
  private readonly method: string;
  private readonly writeFields: (writer: SshDataWriter) => void;

  constructor(user: string, method: string, writeFields: (writer: SshDataWriter) => void = () => {}) {
    super();
    this.user = user;
    this.method = method;
    this.writeFields = writeFields;
  }

  override get messageType(): number {
    return 50;
  }

  protected override onWrite(writer: SshDataWriter): void {
    writer.writeString(this.user, 'utf8');
    writer.writeString(SERVICE, 'ascii');
    writer.writeString(this.method, 'ascii');
    this.writeFields(writer);
  }
}

export interface Prompt {
  text: string;
  echo: boolean;
}

/** SSH_MSG_USERAUTH_INFO_REQUEST: each prompt has its echo beside it, as in RFC 4256. */
export class InfoRequest extends AuthenticationMessage {
  name = '';
  instruction = '';
  prompts: Prompt[] = [];

  override get messageType(): number {
    return 60;
  }

  protected override onRead(reader: SshDataReader): void {
    this.name = reader.readString('utf8');
    this.instruction = reader.readString('utf8');
    reader.readString('ascii');
    const count = reader.readUInt32();
    if (count > 100) {
      throw new Error(`the device asks ${count} questions at once`);
    }
    for (let i = 0; i < count; i++) {
      this.prompts.push({ text: reader.readString('utf8'), echo: reader.readBoolean() });
    }
  }
}

export class InfoResponse extends AuthenticationMessage {
  private readonly answers: string[];

  constructor(answers: string[]) {
    super();
    this.answers = answers;
  }

  override get messageType(): number {
    return 61;
  }

  protected override onWrite(writer: SshDataWriter): void {
    writer.writeUInt32(this.answers.length);
    this.answers.forEach((answer) => writer.writeString(answer, 'utf8'));
  }
}

/** SSH_MSG_USERAUTH_BANNER. */
export class Banner extends AuthenticationMessage {
  text = '';

  override get messageType(): number {
    return 53;
  }

  protected override onRead(reader: SshDataReader): void {
    this.text = reader.readString('utf8');
    reader.readString('ascii');
  }
}
