type Write = (bytes: Uint8Array) => void;

/** What is typed, on its way to a shell: kept while one is coming, dropped while there is none. */
export class Typed {
  private shell: Write | null = null;
  private kept: Uint8Array[] | null = null;

  write(bytes: Uint8Array): void {
    if (this.shell) {
      this.shell(bytes);
    } else {
      this.kept?.push(bytes);
    }
  }

  /** A shell is coming. */
  expect(): void {
    if (!this.shell) {
      this.kept ??= [];
    }
  }

  /** The shell is here, and gets what was kept. */
  goTo(shell: Write): void {
    const kept = this.kept ?? [];
    this.shell = shell;
    this.kept = null;
    kept.forEach(shell);
  }

  /** There is no shell, and none is coming: nobody would expect old text in a later one. */
  drop(): void {
    this.shell = null;
    this.kept = null;
  }
}
