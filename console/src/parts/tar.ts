const BLOCK = 512;

export interface TarFile {
  name: string;
  content: string;
  /** Unix permissions, such as 0o600. */
  mode: number;
}

/** A tar archive (POSIX ustar) of small text files. */
export function tar(files: TarFile[], modified: Date): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts = files.map((file) => ({ file, bytes: encoder.encode(file.content) }));
  const size = parts.reduce((sum, { bytes }) => sum + BLOCK + padded(bytes.length), 2 * BLOCK);
  const archive = new Uint8Array(size);
  let at = 0;
  for (const { file, bytes } of parts) {
    archive.set(header(file, bytes.length, modified), at);
    archive.set(bytes, at + BLOCK);
    at += BLOCK + padded(bytes.length);
  }
  return archive;
}

const padded = (bytes: number) => Math.ceil(bytes / BLOCK) * BLOCK;

function header(file: TarFile, size: number, modified: Date): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => block.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0') + '\0';
  if (new TextEncoder().encode(file.name).length > 100) {
    throw new Error(`the file name is too long for tar: ${file.name}`);
  }
  put(0, file.name);
  put(100, octal(file.mode, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(size, 11));
  put(136, octal(Math.floor(modified.getTime() / 1000), 11));
  put(148, '        ');
  put(156, '0');
  put(257, 'ustar\u000000');
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, sum.toString(8).padStart(6, '0') + '\0 ');
  return block;
}
