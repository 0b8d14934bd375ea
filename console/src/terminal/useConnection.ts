import { useCallback, useEffect, useRef, useState } from 'react';
import { HostKeyRefused, SshClient, type HostKey } from '../ssh/client';
import { NotAuthenticated, type Credentials } from '../ssh/session';
import { LinkClosed, type Link } from '../tunnel/link';
import type { Prompt } from '../ssh/messages';
import { openLink, SourceInUse } from './access';
import { judge, remember } from './knownHosts';

/** Where the way to the device's shell has come to. */
export type Stage =
  | { at: 'form'; problem: unknown }
  | { at: 'opening' }
  | { at: 'handshake' }
  | { at: 'signing-in' }
  | { at: 'connected'; ssh: SshClient }
  | { at: 'lost'; why: unknown };

/** What the user has to answer before it goes on. */
export type Question =
  | { is: 'take-over'; answer: (yes: boolean) => void }
  | { is: 'new-key'; key: HostKey; answer: (yes: boolean) => void }
  | { is: 'changed-key'; key: HostKey; remembered: HostKey; answer: (yes: boolean) => void }
  | { is: 'prompts'; name: string; instruction: string; prompts: Prompt[]; answer: (answers: string[] | null) => void };

export interface Login extends Omit<Credentials, 'ask'> {}

export interface ConnectionState {
  stage: Stage;
  question: Question | null;
  banner: string;
  connect: (login: Login) => void;
  reconnect: () => void;
  disconnect: () => void;
}

/** A connection from this page through a tunnel to a device's SSH server. */
export function useConnection(tunnelId: string, service: string, host: string): ConnectionState {
  const [stage, setStage] = useState<Stage>({ at: 'form', problem: null });
  const [question, setQuestion] = useState<Question | null>(null);
  const [banner, setBanner] = useState('');
  const link = useRef<Link | null>(null);
  const login = useRef<Login | null>(null);
  const attempt = useRef(0);

  const ask = useCallback(<A>(make: (answer: (answer: A) => void) => Question): Promise<A> => {
    return new Promise<A>((resolve) =>
      setQuestion(
        make((answer) => {
          setQuestion(null);
          resolve(answer);
        }),
      ),
    );
  }, []);

  const checkHostKey = useCallback(
    async (key: HostKey): Promise<boolean> => {
      const verdict = judge(host, key, localStorage);
      if (verdict.is === 'known') {
        return true;
      }
      const yes = await ask<boolean>((answer) =>
        verdict.is === 'new'
          ? { is: 'new-key', key, answer }
          : { is: 'changed-key', key, remembered: verdict.remembered, answer },
      );
      if (yes) {
        remember(host, key, localStorage);
      }
      return yes;
    },
    [ask, host],
  );

  const opened = useCallback(async (): Promise<Link | null> => {
    try {
      return await openLink(tunnelId, service, false);
    } catch (e) {
      if (!(e instanceof SourceInUse)) {
        throw e;
      }
      return (await ask<boolean>((answer) => ({ is: 'take-over', answer }))) ? openLink(tunnelId, service, true) : null;
    }
  }, [ask, service, tunnelId]);

  const run = useCallback(
    async (number: number) => {
      const current = () => attempt.current === number;
      let ssh: SshClient | null = null;
      try {
        if (!link.current?.isOpen) {
          setStage({ at: 'opening' });
          link.current = await opened();
          if (!link.current || !current()) {
            link.current?.disconnect();
            setStage({ at: 'form', problem: null });
            return;
          }
        }
        const own = link.current;
        let linkEnd: LinkClosed | null = null;
        own.whenEnded((why) => (linkEnd = why));
        setStage({ at: 'handshake' });
        ssh = await SshClient.connect((listener) => own.connect(service, listener), checkHostKey);
        ssh.whenBanner(setBanner);
        setStage({ at: 'signing-in' });
        await ssh.signIn({
          ...login.current!,
          ask: (name, instruction, prompts) =>
            ask<string[] | null>((answer) => ({ is: 'prompts', name, instruction, prompts, answer })),
        });
        ssh.whenClosed((message) => current() && setStage({ at: 'lost', why: linkEnd ?? new Error(message) }));
        if (current()) {
          setStage({ at: 'connected', ssh });
        } else {
          ssh.disconnect();
        }
      } catch (e) {
        ssh?.disconnect();
        setQuestion(null);
        if (current()) {
          setStage({ at: 'form', problem: e instanceof HostKeyRefused ? null : e });
        }
      }
    },
    [ask, checkHostKey, opened, service],
  );

  const stop = useCallback(() => {
    attempt.current++;
    link.current?.disconnect();
    link.current = null;
  }, []);

  useEffect(() => stop, [stop]);

  return {
    stage,
    question,
    banner,
    connect: (given) => {
      login.current = given;
      void run(++attempt.current);
    },
    reconnect: () => void run(++attempt.current),
    disconnect: () => {
      stop();
      login.current = null;
      setStage({ at: 'form', problem: null });
    },
  };
}

export { NotAuthenticated };
