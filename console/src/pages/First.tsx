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
import { NewPassword, newPasswordFault } from '../parts/NewPassword';
import { session } from '../service/service';
import { useText } from '../text/text';

/** Where the one-time link of the first start leads. */
export function First({ code, onDone }: { code: string; onDone: () => void }) {
  const text = useText();
  const [user, setUser] = useState('admin');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!user || newPasswordFault(password, repeat)) {
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      await session.first(code, user, password);
      onDone();
    } catch (e) {
      setRefusal(words(e, text));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Container header={<Header variant="h1">{text.first.title}</Header>}>
      <form onSubmit={(event) => void submit(event)}>
        <Form
          errorText={refusal}
          actions={
            <Button variant="primary" loading={busy} formAction="submit">
              {text.first.submit}
            </Button>
          }
        >
          <SpaceBetween size="m">
            <Box>{text.first.lead}</Box>
            <FormField label={text.signIn.user}>
              <Input value={user} onChange={({ detail }) => setUser(detail.value)} autoComplete="username" spellcheck={false} />
            </FormField>
            <NewPassword label={text.signIn.password} password={password} repeat={repeat} tried={tried} onPassword={setPassword} onRepeat={setRepeat} />
          </SpaceBetween>
        </Form>
      </form>
    </Container>
  );
}
