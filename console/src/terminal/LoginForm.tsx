import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FileUpload from '@cloudscape-design/components/file-upload';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState, type FormEvent } from 'react';
import { KeyUnreadable, readPrivateKey } from '../ssh/privateKey';
import type { Texts } from '../text/en';
import { useText } from '../text/text';
import { words } from '../parts/notices';
import type { Login } from './useConnection';

/** A private key has a few kilobytes. */
const LARGEST_KEY_BYTES = 64_000;

/** Asks for what the device wants to know; the fields are empty again once it is taken. */
export function LoginForm({ onConnect }: { onConnect: (login: Login) => void }) {
  const text = useText();
  const [user, setUser] = useState('');
  const [method, setMethod] = useState<'password' | 'key'>('password');
  const [password, setPassword] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const [pasted, setPasted] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const login = async (): Promise<Login> => {
    if (!user) {
      throw new Error(text.connect.userMissing);
    }
    if (method === 'password') {
      return { user, password: password || undefined };
    }
    const key = files[0] && files[0].size <= LARGEST_KEY_BYTES ? await files[0].text() : pasted;
    if (!key.trim()) {
      throw new Error(text.connect.keyMissing);
    }
    return { user, key: await readPrivateKey(key, passphrase) };
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      const given = await login();
      setPassword('');
      setPasted('');
      setPassphrase('');
      setFiles([]);
      onConnect(given);
    } catch (e) {
      setFault(keyFault(e, text));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Container header={<Header variant="h2">{text.connect.how}</Header>}>
      <form onSubmit={(event) => void submit(event)} autoComplete="off">
        <Form
          errorText={fault}
          actions={
            <Button variant="primary" loading={busy} formAction="submit">
              {text.connect.submit}
            </Button>
          }
        >
          <SpaceBetween size="m">
            <FormField label={text.connect.user}>
              <Input value={user} onChange={({ detail }) => setUser(detail.value)} spellcheck={false} autoFocus />
            </FormField>
            <FormField label={text.connect.method}>
              <RadioGroup
                value={method}
                onChange={({ detail }) => setMethod(detail.value as 'password' | 'key')}
                items={[
                  { value: 'password', label: text.connect.usePassword },
                  { value: 'key', label: text.connect.useKey },
                ]}
              />
            </FormField>
            {method === 'password' ? (
              <FormField label={text.connect.password}>
                <Input type="password" value={password} onChange={({ detail }) => setPassword(detail.value)} autoComplete="off" />
              </FormField>
            ) : (
              <>
                <FormField label={text.connect.key} constraintText={text.connect.keyHelp}>
                  <FileUpload
                    value={files}
                    onChange={({ detail }) => setFiles(detail.value)}
                    i18nStrings={{
                      uploadButtonText: () => text.connect.keyChoose,
                      dropzoneText: () => text.connect.key,
                      removeFileAriaLabel: () => text.common.remove,
                      limitShowFewer: text.common.close,
                      limitShowMore: text.common.edit,
                      errorIconAriaLabel: text.detail.problem,
                      warningIconAriaLabel: text.detail.notice,
                    }}
                    showFileSize
                  />
                </FormField>
                <FormField label={text.connect.keyPaste}>
                  <Textarea rows={3} value={pasted} onChange={({ detail }) => setPasted(detail.value)} spellcheck={false} autoComplete={false} />
                </FormField>
                <FormField label={`${text.connect.passphrase} – ${text.common.optional}`}>
                  <Input type="password" value={passphrase} onChange={({ detail }) => setPassphrase(detail.value)} autoComplete="off" />
                </FormField>
              </>
            )}
            <Box color="text-body-secondary">{text.connect.privacy}</Box>
          </SpaceBetween>
        </Form>
      </form>
    </Container>
  );
}

function keyFault(e: unknown, text: Texts): string {
  if (!(e instanceof KeyUnreadable)) {
    return words(e, text);
  }
  switch (e.fault) {
    case 'wrongPassphrase':
      return text.connect.keyWrongPassphrase;
    case 'needsPassphrase':
      return text.connect.keyNeedsPassphrase;
    case 'public':
      return text.connect.keyPublic;
    case 'putty':
      return text.connect.keyPutty;
    case 'cipher':
      return text.connect.keyCipher(e.detail);
    case 'unknown':
      return text.connect.keyUnknown;
  }
}
