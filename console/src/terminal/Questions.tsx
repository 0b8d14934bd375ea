import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { HostKey } from '../ssh/client';
import { useText } from '../text/text';
import type { Question } from './useConnection';

/** What the user has to answer before the connection goes on. */
export function Questions({ question, thing }: { question: Question | null; thing: string }) {
  const text = useText();
  switch (question?.is) {
    case undefined:
      return null;
    case 'take-over':
      return (
        <YesNo title={text.connect.takeOverTitle} yes={text.connect.takeOver} answer={question.answer}>
          {text.connect.takeOverBody}
        </YesNo>
      );
    case 'new-key':
      return (
        <YesNo title={text.connect.hostKeyTitle} yes={text.connect.hostKeyAccept} answer={question.answer}>
          <SpaceBetween size="m">
            <Box>{text.connect.hostKeyBody(thing)}</Box>
            <Keys items={[[text.connect.hostKeyFingerprint, question.key]]} />
          </SpaceBetween>
        </YesNo>
      );
    case 'changed-key':
      return (
        <YesNo title={text.connect.hostKeyChanged} yes={text.connect.hostKeyForget} answer={question.answer} dangerous>
          <SpaceBetween size="m">
            <Alert type="error">{text.connect.hostKeyChangedBody(thing)}</Alert>
            <Keys
              items={[
                [text.connect.hostKeyKnown, question.remembered],
                [text.connect.hostKeyNow, question.key],
              ]}
            />
          </SpaceBetween>
        </YesNo>
      );
    case 'prompts':
      return <Prompts question={question} />;
  }
}

function Keys({ items }: { items: [string, HostKey][] }) {
  return (
    <KeyValuePairs
      columns={1}
      items={items.map(([label, key]) => ({
        label: `${label} (${key.type})`,
        value: <Box variant="code">{key.fingerprint}</Box>,
      }))}
    />
  );
}

interface YesNoProps {
  title: string;
  yes: string;
  answer: (yes: boolean) => void;
  /** The button that comes first to hand is the one that stops. */
  dangerous?: boolean;
  children: ReactNode;
}

function YesNo({ title, yes, answer, dangerous = false, children }: YesNoProps) {
  const text = useText();
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={text.common.close}
      onDismiss={() => answer(false)}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant={dangerous ? 'normal' : 'primary'} onClick={() => answer(true)}>
              {yes}
            </Button>
            <Button variant={dangerous ? 'primary' : 'link'} onClick={() => answer(false)}>
              {text.common.cancel}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {children}
    </Modal>
  );
}

function Prompts({ question }: { question: Extract<Question, { is: 'prompts' }> }) {
  const text = useText();
  const [answers, setAnswers] = useState<string[]>(() => question.prompts.map(() => ''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    question.answer(answers);
  };
  return (
    <Modal
      visible
      header={question.name || text.connect.promptsTitle}
      closeAriaLabel={text.common.close}
      onDismiss={() => question.answer(null)}
    >
      <form onSubmit={submit} autoComplete="off">
        <SpaceBetween size="m">
          {question.instruction && <Box variant="p">{question.instruction}</Box>}
          {question.prompts.map((prompt, index) => (
            <FormField key={index} label={prompt.text}>
              <Input
                type={prompt.echo ? 'text' : 'password'}
                value={answers[index] ?? ''}
                autoFocus={index === 0}
                autoComplete="off"
                onChange={({ detail }) => setAnswers((old) => old.map((answer, i) => (i === index ? detail.value : answer)))}
              />
            </FormField>
          ))}
          <Box float="right">
            <Button variant="primary" formAction="submit">
              {text.connect.promptsSubmit}
            </Button>
          </Box>
        </SpaceBetween>
      </form>
    </Modal>
  );
}
