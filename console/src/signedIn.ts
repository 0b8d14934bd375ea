import { createContext, useContext } from 'react';
import type { Session } from './service/types';

export interface SignedIn {
  session: Session;
  signOut: () => void;
}

export const SignedInContext = createContext<SignedIn | null>(null);

/** Who is signed in; only for pages that are shown to somebody. */
export function useSignedIn(): SignedIn {
  const signedIn = useContext(SignedInContext);
  if (!signedIn) {
    throw new Error('nobody is signed in');
  }
  return signedIn;
}

/** Whether the role allows an action, such as iot:OpenTunnel; the server has the last word. */
export function useMay(): (action: string) => boolean {
  const { session } = useSignedIn();
  return (action) => session.may.includes(action);
}
