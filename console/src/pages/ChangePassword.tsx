import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type FormEvent } from 'react';
import { NewPassword, newPasswordFault } from '../parts/NewPassword';
import { useNotices, words } from '../parts/notices';
import { session } from '../service/service';
import { useText } from '../text/text';

export function ChangePassword() {
  const text = useText();
  const notices = useNotices();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (newPasswordFault(password, repeat)) {
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      await session.changePassword(old, password);
      notices.success(text.password.changed);
      setOld('');
      setPassword('');
      setRepeat('');
      setTried(false);
    } catch (e) {
      setRefusal(words(e, text));
    } finally {
      setBusy(false);
    }
  };

  return (
    <ContentLayout header={<Header variant="h1">{text.password.title}</Header>}>
      <Container>
        <form onSubmit={(event) => void submit(event)}>
          <Form
            errorText={refusal}
            actions={
              <Button variant="primary" loading={busy} formAction="submit">
                {text.password.submit}
              </Button>
            }
          >
            <SpaceBetween size="m">
              <FormField label={text.password.old}>
                <Input type="password" value={old} onChange={({ detail }) => setOld(detail.value)} autoComplete="current-password" />
              </FormField>
              <NewPassword label={text.password.next} password={password} repeat={repeat} tried={tried} onPassword={setPassword} onRepeat={setRepeat} />
            </SpaceBetween>
          </Form>
        </form>
      </Container>
    </ContentLayout>
  );
}
