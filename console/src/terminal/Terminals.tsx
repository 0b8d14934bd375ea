import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Confirm } from '../parts/Confirm';
import { useNotices } from '../parts/notices';
import type { SshClient } from '../ssh/client';
import { useText } from '../text/text';
import { FilesPanel } from '../sftp/FilesPanel';
import { Screen } from './screen';

const SMALLEST = 8;
const LARGEST = 32;
const KEPT = 'adit-console-font-size';

type Doubt = { is: 'paste'; text: string } | { is: 'link'; address: string };

interface Props {
  /** Null while there is no connection. */
  ssh: SshClient | null;
  /** Whether there is a connection, or soon may be: what is typed waits for it. */
  coming: boolean;
  onDisconnect: () => void;
}

/** Terminals in tabs, all over one SSH connection, and the device's files below. */
export function Terminals({ ssh, coming, onDisconnect }: Props) {
  const text = useText();
  const notices = useNotices();
  const [numbers, setNumbers] = useState([1]);
  const [active, setActive] = useState(1);
  const [files, setFiles] = useState(false);
  const [searching, setSearching] = useState(false);
  const [fontSize, setFontSize] = useState(() => Number(localStorage.getItem(KEPT)) || 14);
  const [doubt, setDoubt] = useState<Doubt | null>(null);
  const screens = useRef(new Map<number, Screen>());
  const screen = () => screens.current.get(active);

  const resize = (by: number) => {
    const size = Math.min(LARGEST, Math.max(SMALLEST, fontSize + by));
    setFontSize(size);
    localStorage.setItem(KEPT, String(size));
  };
  const open = () => {
    const number = Math.max(0, ...numbers) + 1;
    setNumbers([...numbers, number]);
    setActive(number);
  };
  const close = (number: number) => {
    const rest = numbers.filter((other) => other !== number);
    setNumbers(rest);
    if (active === number) {
      setActive(rest[rest.length - 1] ?? 0);
    }
  };
  const onScreen = useCallback((number: number, made: Screen | null) => {
    if (made) {
      screens.current.set(number, made);
    } else {
      screens.current.delete(number);
    }
  }, []);

  return (
    <SpaceBetween size="m">
      <SpaceBetween direction="horizontal" size="xs">
        <Button iconName="add-plus" disabled={!ssh} onClick={open}>
          {text.connect.newTerminal}
        </Button>
        <Button iconName="folder" disabled={!ssh} ariaExpanded={files} onClick={() => setFiles(!files)}>
          {text.connect.files}
        </Button>
        <Button iconName="search" ariaLabel={text.connect.search} onClick={() => setSearching(!searching)} />
        <Button iconName="zoom-in" ariaLabel={text.connect.larger} onClick={() => resize(1)} />
        <Button iconName="zoom-out" ariaLabel={text.connect.smaller} onClick={() => resize(-1)} />
        <Button
          iconName="copy"
          ariaLabel={text.connect.copySelection}
          onClick={() => void navigator.clipboard.writeText(screen()?.selection() ?? '').catch(notices.failure)}
        />
        <Button
          ariaLabel={text.connect.paste}
          onClick={() => void navigator.clipboard.readText().then((pasted) => screen()?.paste(pasted), notices.failure)}
        >
          {text.connect.paste}
        </Button>
        <Button onClick={onDisconnect}>{text.connect.disconnect}</Button>
      </SpaceBetween>
      {searching && <Search find={(wanted, backwards) => screen()?.find(wanted, backwards) ?? false} />}
      <Tabs
        disableContentPaddings
        ariaLabel={text.connect.title('')}
        activeTabId={String(active)}
        onChange={({ detail }) => setActive(Number(detail.activeTabId))}
        tabs={numbers.map((number) => ({
          id: String(number),
          label: text.connect.terminal(number),
          dismissible: true,
          dismissLabel: text.connect.closeTerminal(number),
          onDismiss: () => close(number),
        }))}
      />
      {numbers.length > 0 && (
        <div className="terminal-area">
          {numbers.map((number) => (
            <TerminalView
              key={number}
              number={number}
              ssh={ssh}
              coming={coming}
              visible={number === active}
              fontSize={fontSize}
              onScreen={onScreen}
              onDoubt={setDoubt}
              onSearch={() => setSearching(true)}
            />
          ))}
        </div>
      )}
      <Box color="text-body-secondary" fontSize="body-s">
        {text.connect.pasteHint}
      </Box>
      {files && ssh && <FilesPanel ssh={ssh} />}
      {doubt && <Doubtful doubt={doubt} onDismiss={() => setDoubt(null)} onPaste={(pasted) => screen()?.pasteNow(pasted)} />}
    </SpaceBetween>
  );
}

interface ViewProps {
  number: number;
  ssh: SshClient | null;
  coming: boolean;
  visible: boolean;
  fontSize: number;
  onScreen: (number: number, screen: Screen | null) => void;
  onDoubt: (doubt: Doubt) => void;
  onSearch: () => void;
}

function TerminalView({ number, ssh, coming, visible, fontSize, onScreen, onDoubt, onSearch }: ViewProps) {
  const text = useText();
  const notices = useNotices();
  const place = useRef<HTMLDivElement>(null);
  const screen = useRef<Screen | null>(null);
  const calls = useRef({ notices, text, onDoubt, onSearch });
  calls.current = { notices, text, onDoubt, onSearch };

  useEffect(() => {
    const made = new Screen(place.current!, fontSize, {
      onEnd: () => made.say(calls.current.text.connect.ended),
      onError: (error) => calls.current.notices.failure(error),
      onPaste: (pasted) => calls.current.onDoubt({ is: 'paste', text: pasted }),
      onLink: (address) => calls.current.onDoubt({ is: 'link', address }),
      onSearch: () => calls.current.onSearch(),
    });
    screen.current = made;
    onScreen(number, made);
    return () => {
      screen.current = null;
      onScreen(number, null);
      made.dispose();
    };
  }, [number, onScreen]);

  useEffect(() => screen.current?.expectShell(coming), [coming]);

  useEffect(() => {
    if (ssh) {
      screen.current?.start(ssh).catch((e: unknown) => calls.current.notices.failure(e));
    }
  }, [ssh]);

  useEffect(() => screen.current?.setFontSize(fontSize), [fontSize]);

  useEffect(() => {
    if (visible) {
      screen.current?.fit();
      screen.current?.focus();
    }
  }, [visible]);

  return (
    <div
      ref={place}
      role="group"
      aria-label={text.connect.terminal(number)}
      className={visible ? 'terminal-screen' : 'terminal-screen hidden'}
    />
  );
}

function Search({ find }: { find: (wanted: string, backwards: boolean) => boolean }) {
  const text = useText();
  const [wanted, setWanted] = useState('');
  const [missed, setMissed] = useState(false);
  const go = (backwards: boolean) => setMissed(wanted !== '' && !find(wanted, backwards));
  return (
    <div className="terminal-search" role="search">
      <Input
        type="search"
        value={wanted}
        invalid={missed}
        autoFocus
        ariaLabel={text.connect.search}
        placeholder={text.connect.search}
        onChange={({ detail }) => setWanted(detail.value)}
        onKeyDown={({ detail }) => detail.key === 'Enter' && go(!detail.shiftKey)}
      />
      <Button iconName="angle-up" ariaLabel={text.connect.searchPrevious} onClick={() => go(true)} />
      <Button iconName="angle-down" ariaLabel={text.connect.searchNext} onClick={() => go(false)} />
    </div>
  );
}

function Doubtful({ doubt, onDismiss, onPaste }: { doubt: Doubt; onDismiss: () => void; onPaste: (text: string) => void }) {
  const text = useText();
  const pasting = doubt.is === 'paste';
  const confirm = async () => {
    onDismiss();
    if (pasting) {
      onPaste(doubt.text);
    } else {
      window.open(doubt.address, '_blank', 'noopener,noreferrer');
    }
  };
  return (
    <Confirm
      title={pasting ? text.connect.pasteTitle : text.connect.linkTitle}
      action={pasting ? text.connect.paste : text.connect.linkOpen}
      onConfirm={confirm}
      onDismiss={onDismiss}
    >
      <Box variant="p">{pasting ? text.connect.pasteBody : text.connect.linkBody}</Box>
      <pre className="command" translate="no">
        {pasting ? doubt.text : doubt.address}
      </pre>
    </Confirm>
  );
}
