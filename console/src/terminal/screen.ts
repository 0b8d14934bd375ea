import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Terminal } from '@xterm/xterm';
import type { Shell, SshClient } from '../ssh/client';
import { styledDocument, withStyledElements } from './styles';
import { Typed } from './typed';

export interface ScreenListener {
  /** The shell is over; the screen stays readable. */
  onEnd(): void;
  onError(error: unknown): void;
  /** Text with several lines that a shell would run at once. */
  onPaste(text: string): void;
  onLink(address: string): void;
  onSearch(): void;
}

const SCROLLBACK_LINES = 10_000;

/** One terminal: what a shell says, and what the user types. */
export class Screen {
  private readonly terminal: Terminal;
  private readonly fitter = new FitAddon();
  private readonly searcher = new SearchAddon();
  private readonly listener: ScreenListener;
  private readonly observer: ResizeObserver;
  private readonly typed = new Typed();
  private shell: Shell | null = null;
  private disposed = false;

  constructor(parent: HTMLElement, fontSize: number, listener: ScreenListener) {
    this.listener = listener;
    this.terminal = new Terminal({
      fontSize,
      fontFamily: "'DejaVu Sans Mono', Consolas, 'Liberation Mono', Menlo, 'Noto Sans Mono CJK JP', monospace",
      scrollback: SCROLLBACK_LINES,
      cursorBlink: true,
      theme: { background: '#0f1b2a', foreground: '#e8edf2', selectionBackground: '#3b5b80' },
      documentOverride: styledDocument(),
      // What the device writes may look like a link to anywhere: the user is asked.
      linkHandler: { activate: (_event, address) => listener.onLink(address), allowNonHttpProtocols: false },
    });
    this.terminal.loadAddon(this.fitter);
    this.terminal.loadAddon(this.searcher);
    this.refuseSequences();
    withStyledElements(() => this.terminal.open(parent));
    this.fitter.fit();
    this.terminal.onData((text) => this.typed.write(new TextEncoder().encode(text)));
    this.terminal.onBinary((text) => this.typed.write(Uint8Array.from(text, (c) => c.charCodeAt(0))));
    this.terminal.onResize(({ cols, rows }) => this.shell?.resize({ columns: cols, rows }));
    this.terminal.attachCustomKeyEventHandler((event) => this.onKey(event));
    parent.addEventListener('paste', (event) => this.onPasteEvent(event), { capture: true });
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(parent);
  }

  /** Begins a shell; what was on the screen before stays above. */
  async start(ssh: SshClient): Promise<void> {
    this.typed.expect();
    const size = { columns: this.terminal.cols, rows: this.terminal.rows };
    const shell = await ssh.openShell(size, {
      onData: (data, done) => (this.disposed ? done() : this.terminal.write(data, done)),
      onEnd: () => {
        if (this.shell === shell) {
          this.shell = null;
          this.typed.drop();
          this.listener.onEnd();
        }
      },
    });
    if (this.disposed) {
      shell.close();
      return;
    }
    this.shell = shell;
    shell.resize({ columns: this.terminal.cols, rows: this.terminal.rows });
    this.typed.goTo((bytes) => void shell.write(bytes).catch(this.listener.onError));
    this.terminal.focus();
  }

  /** Whether what is typed has a shell to wait for, where it has none. */
  expectShell(coming: boolean): void {
    if (coming) {
      this.typed.expect();
    } else if (!this.shell) {
      this.typed.drop();
    }
  }

  /** A line of the console's own. */
  say(text: string): void {
    this.terminal.write(`\r\n\x1b[0;7m ${text} \x1b[0m\r\n`);
  }

  fit(): void {
    // A hidden one has no size.
    if (this.terminal.element?.offsetParent) {
      this.fitter.fit();
    }
  }

  focus(): void {
    this.terminal.focus();
  }

  setFontSize(size: number): void {
    this.terminal.options.fontSize = size;
    this.fit();
  }

  find(text: string, backwards: boolean): boolean {
    return backwards ? this.searcher.findPrevious(text) : this.searcher.findNext(text);
  }

  selection(): string {
    return this.terminal.getSelection();
  }

  /** Pastes; a text that a shell could run at once is asked about first. */
  paste(text: string): void {
    if (this.mustAsk(text)) {
      this.listener.onPaste(text);
    } else {
      this.pasteNow(text);
    }
  }

  pasteNow(text: string): void {
    this.terminal.paste(text);
    this.terminal.focus();
  }

  dispose(): void {
    this.disposed = true;
    this.observer.disconnect();
    this.shell?.close();
    this.terminal.dispose();
  }

  /** Titles and the clipboard are not the device's to set. */
  private refuseSequences(): void {
    for (const code of [0, 1, 2, 52]) {
      this.terminal.parser.registerOscHandler(code, () => true);
    }
  }

  private mustAsk(text: string): boolean {
    return /[\r\n]/.test(text.trimEnd()) && !this.terminal.modes.bracketedPasteMode;
  }

  private onPasteEvent(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (this.mustAsk(text)) {
      event.preventDefault();
      event.stopPropagation();
      this.listener.onPaste(text);
    }
  }

  private onKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown' || !event.ctrlKey || !event.shiftKey) {
      return true;
    }
    switch (event.code) {
      case 'KeyC':
        void navigator.clipboard.writeText(this.selection()).catch(this.listener.onError);
        break;
      case 'KeyV':
        void navigator.clipboard.readText().then((text) => this.paste(text), this.listener.onError);
        break;
      case 'KeyF':
        this.listener.onSearch();
        break;
      default:
        return true;
    }
    event.preventDefault();
    return false;
  }
}
