import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Icon from '@cloudscape-design/components/icon';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useCallback, useEffect, useRef, useState, type ChangeEvent, type DragEvent } from 'react';
import { Confirm } from '../parts/Confirm';
import { words } from '../parts/notices';
import type { SshClient } from '../ssh/client';
import { useFormat } from '../text/format';
import { useText } from '../text/text';
import { SftpClient, type Entry } from './client';
import { inside, parent, permissionText } from './paths';
import { TransferList, useTransfers } from './transfers';

type Dialog = { is: 'delete'; entries: Entry[] } | { is: 'folder' } | { is: 'replace'; files: File[] };

/** The device's files: browse, upload, download. */
export function FilesPanel({ ssh }: { ssh: SshClient }) {
  const text = useText();
  const format = useFormat();
  const [sftp, setSftp] = useState<SftpClient | null>(null);
  const [unavailable, setUnavailable] = useState(false);
  const [folder, setFolder] = useState('');
  const [typed, setTyped] = useState('');
  const [entries, setEntries] = useState<Entry[]>([]);
  const [selected, setSelected] = useState<Entry[]>([]);
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  // Answers may come late: only what was asked last is shown.
  const lastAsked = useRef(0);

  const show = useCallback(async (client: SftpClient, path: string) => {
    const asked = ++lastAsked.current;
    setLoading(true);
    try {
      const real = await client.realPath(path);
      const found = await client.list(real);
      if (asked !== lastAsked.current) {
        return;
      }
      found.sort((a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder') || a.name.localeCompare(b.name));
      setFolder(real);
      setTyped(real);
      setEntries(found);
      setSelected([]);
      setError(null);
    } catch (e) {
      if (asked === lastAsked.current) {
        setError(e);
      }
    } finally {
      if (asked === lastAsked.current) {
        setLoading(false);
      }
    }
  }, []);

  useEffect(() => {
    let opened: SftpClient | null = null;
    let current = true;
    SftpClient.open(ssh).then(
      (client) => {
        opened = client;
        if (!current) {
          client.close();
          return;
        }
        setSftp(client);
        void show(client, '.');
      },
      () => current && setUnavailable(true),
    );
    return () => {
      current = false;
      opened?.close();
    };
  }, [ssh, show]);

  const refresh = () => sftp && void show(sftp, folder);
  const transfers = useTransfers(sftp, refresh);

  const upload = (files: File[]) => {
    const taken = files.filter((file) => entries.some((entry) => entry.name === file.name));
    if (taken.length > 0) {
      setDialog({ is: 'replace', files });
    } else {
      files.forEach((file) => transfers.upload(file, inside(folder, file.name)));
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    upload([...event.dataTransfer.files]);
  };
  const onChosen = (event: ChangeEvent<HTMLInputElement>) => {
    upload([...(event.target.files ?? [])]);
    event.target.value = '';
  };

  if (unavailable) {
    return <Alert type="info">{text.sftp.unavailable}</Alert>;
  }
  const files = selected.filter((entry) => entry.kind === 'file' || entry.kind === 'link');
  return (
    <Container>
      <div
        className={over ? 'drop-target over' : 'drop-target'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <SpaceBetween size="s">
          <Header
            variant="h2"
            description={text.sftp.drop}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel={text.common.refresh} onClick={refresh} />
                <Button disabled={!sftp} onClick={() => setDialog({ is: 'folder' })}>
                  {text.sftp.newFolder}
                </Button>
                <Button disabled={selected.length === 0} onClick={() => setDialog({ is: 'delete', entries: selected })}>
                  {text.sftp.delete}
                </Button>
                <Button
                  iconName="download"
                  disabled={files.length === 0}
                  onClick={() => files.forEach((file) => transfers.download(inside(folder, file.name), file.name, file.size ?? 0))}
                >
                  {text.sftp.download}
                </Button>
                <Button iconName="upload" variant="primary" disabled={!sftp} onClick={() => chooser.current?.click()}>
                  {text.sftp.upload}
                </Button>
              </SpaceBetween>
            }
          >
            {text.sftp.title}
          </Header>
          <input ref={chooser} type="file" multiple hidden aria-label={text.sftp.upload} onChange={onChosen} />
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (sftp) {
                void show(sftp, typed);
              }
            }}
          >
            <div className="terminal-search">
              <Input value={typed} disabled={loading && !folder} ariaLabel={text.sftp.path} spellcheck={false} onChange={({ detail }) => setTyped(detail.value)} />
              <Button iconName="angle-right" ariaLabel={text.sftp.go} formAction="submit" />
              <Button iconName="angle-up" formAction="none" ariaLabel={text.sftp.up} onClick={() => sftp && void show(sftp, parent(folder))} />
            </div>
          </form>
          {error !== null && <Alert type="error">{words(error, text)}</Alert>}
          <TransferList transfers={transfers} />
          <Table
            variant="embedded"
            selectionType="multi"
            items={entries}
            trackBy="name"
            loading={loading && entries.length === 0}
            loadingText={text.common.loading}
            selectedItems={selected}
            onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
            ariaLabels={{
              tableLabel: text.sftp.title,
              selectionGroupLabel: text.sftp.title,
              allItemsSelectionLabel: () => text.sftp.title,
              itemSelectionLabel: (_, entry) => text.sftp.select(entry.name),
            }}
            empty={<Box textAlign="center">{text.sftp.empty}</Box>}
            columnDefinitions={[
              {
                id: 'name',
                header: text.sftp.name,
                isRowHeader: true,
                minWidth: 180,
                cell: (entry) =>
                  entry.kind === 'folder' ? (
                    <Link onFollow={() => sftp && void show(sftp, inside(folder, entry.name))}>
                      <Icon name="folder" alt={text.sftp.folder} /> {entry.name}
                    </Link>
                  ) : (
                    <>
                      <Icon name={entry.kind === 'link' ? 'share' : 'file'} alt={entry.kind === 'link' ? text.sftp.link : ''} /> {entry.name}
                    </>
                  ),
              },
              { id: 'size', header: text.sftp.size, cell: (entry) => (entry.kind === 'folder' ? '' : format.bytes(entry.size ?? 0)), minWidth: 90 },
              { id: 'modified', header: text.sftp.modified, cell: (entry) => format.time(entry.modified), minWidth: 170 },
              { id: 'permissions', header: text.sftp.permissions, cell: (entry) => permissionText(entry.permissions), minWidth: 110 },
            ]}
          />
        </SpaceBetween>
      </div>
      {dialog?.is === 'delete' && (
        <Confirm
          title={text.sftp.deleteTitle(dialog.entries.map((entry) => entry.name).join(', '))}
          action={text.sftp.delete}
          onDismiss={() => setDialog(null)}
          onConfirm={async () => {
            for (const entry of dialog.entries) {
              await sftp!.remove(inside(folder, entry.name), entry.kind);
            }
            setDialog(null);
            refresh();
          }}
        >
          {text.sftp.deleteBody}
        </Confirm>
      )}
      {dialog?.is === 'replace' && (
        <Confirm
          title={text.sftp.exists(dialog.files.map((file) => file.name).join(', '))}
          action={text.sftp.replace}
          onDismiss={() => setDialog(null)}
          onConfirm={async () => {
            dialog.files.forEach((file) => transfers.upload(file, inside(folder, file.name)));
            setDialog(null);
          }}
        >
          {folder}
        </Confirm>
      )}
      {dialog?.is === 'folder' && (
        <NewFolder
          onDismiss={() => setDialog(null)}
          onMake={async (name) => {
            await sftp!.makeFolder(inside(folder, name));
            setDialog(null);
            refresh();
          }}
        />
      )}
    </Container>
  );
}

function NewFolder({ onMake, onDismiss }: { onMake: (name: string) => Promise<void>; onDismiss: () => void }) {
  const text = useText();
  const [name, setName] = useState('');
  return (
    <Confirm title={text.sftp.newFolder} action={text.common.add} disabled={!name || name.includes('/')} onDismiss={onDismiss} onConfirm={() => onMake(name)}>
      <FormField label={text.sftp.newFolderName}>
        <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
      </FormField>
    </Confirm>
  );
}
