/** Paths on the device: slashes, as SFTP has them. */

export function inside(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

export function parent(folder: string): string {
  const at = folder.replace(/\/+$/, '').lastIndexOf('/');
  return at <= 0 ? '/' : folder.slice(0, at);
}

/** As ls -l writes them. */
export function permissionText(permissions: number | undefined): string {
  if (permissions === undefined) {
    return '';
  }
  return [6, 3, 0]
    .map((shift) => {
      const bits = (permissions >> shift) & 7;
      return (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-') + (bits & 1 ? 'x' : '-');
    })
    .join('');
}
