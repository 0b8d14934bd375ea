import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type FormEvent } from 'react';
import { words } from '../parts/notices';
import { ServiceError, session } from '../service/service';
import type { Oidc } from '../service/types';
import { useText } from '../text/text';

interface Props {
  oidc: Oidc | null;
  /** Whether a session has just ended. */
  again: boolean;
  /** Why the provider's sign-in came to nothing. */
  failed: string | null;
  error: unknown;
  onDone: () => void;
}

export function SignIn({ oidc, again, failed, error, onDone }: Props) {
  const text = useText();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!user || !password) {
      setRefusal(text.signIn.missing);
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      await session.signIn(user, password);
      setPassword('');
      onDone();
    } catch (e) {
      const wait = e instanceof ServiceError && e.status === 429 ? e.retryAfter : null;
      setRefusal(wait ? text.signIn.wait(wait) : words(e, text));
      setPassword('');
    } finally {
      setBusy(false);
    }
  };

  return (
    <Container header={<Header variant="h1">{text.signIn.title}</Header>}>
      <SpaceBetween size="m">
        {again && <Alert type="info">{text.signIn.again}</Alert>}
        {failed && <Alert type="error">{text.signIn.failed[failed] ?? text.common.failed}</Alert>}
        {error !== null && <Alert type="error">{words(error, text)}</Alert>}
        <form onSubmit={(event) => void submit(event)}>
          <Form
            errorText={refusal}
            actions={
              <Button variant="primary" loading={busy} formAction="submit">
                {text.signIn.submit}
              </Button>
            }
          >
            <SpaceBetween size="m">
              <FormField label={text.signIn.user}>
                <Input value={user} onChange={({ detail }) => setUser(detail.value)} autoFocus autoComplete="username" spellcheck={false} />
              </FormField>
              <FormField label={text.signIn.password}>
                <Input type="password" value={password} onChange={({ detail }) => setPassword(detail.value)} autoComplete="current-password" />
              </FormField>
            </SpaceBetween>
          </Form>
        </form>
        {oidc && (
          <SpaceBetween size="s">
            <Box textAlign="center" color="text-body-secondary">
              {text.signIn.or}
            </Box>
            <Button fullWidth href={ownPath(oidc.url)}>
              {text.signIn.with(oidc.name)}
            </Button>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}

/** The way to the provider begins on this server and nowhere else. */
function ownPath(url: string): string {
  const target = new URL(url, window.location.origin);
  return target.origin === window.location.origin ? target.pathname + target.search : '/console/';
}
