import type { ReactNode } from 'react';
import { Top } from './Top';
import type { Language } from './text/text';

interface Props {
  onLanguage: (language: Language) => void;
  children: ReactNode;
}

/** What is around a page that is shown to somebody who is not signed in. */
export function Entry({ onLanguage, children }: Props) {
  return (
    <>
      <Top session={null} onLanguage={onLanguage} onSignOut={() => {}} />
      <main className="sign-in">{children}</main>
    </>
  );
}
