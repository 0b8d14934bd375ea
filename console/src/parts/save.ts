/** Has the browser save a file that this page made. */
export function save(name: string, content: Blob | string): void {
  const blob = typeof content === 'string' ? new Blob([content], { type: 'application/octet-stream' }) : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the blob by the next turn.
  window.setTimeout(() => URL.revokeObjectURL(url), 0);
}
