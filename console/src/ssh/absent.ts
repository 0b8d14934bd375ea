/** Stands in for what a browser does not have and the SSH library does not use there. */
const absent = (): never => {
  throw new Error('not available in a browser');
};
export const getDiffieHellman = absent;
/** The library has a class for Node.js's streams, and makes none of it here. */
export class Duplex {}
export default {};
