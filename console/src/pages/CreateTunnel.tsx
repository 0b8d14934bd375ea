import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tiles from '@cloudscape-design/components/tiles';
import Wizard from '@cloudscape-design/components/wizard';
import { useEffect, useState } from 'react';
import { awsOpen } from '../parts/commands';
import { CopyButton } from '../parts/CopyButton';
import { useNotices, words } from '../parts/notices';
import { TokenDialog } from '../parts/TokenDialog';
import { go, to } from '../route';
import { tunnels as service } from '../service/service';
import type { Tokens } from '../service/types';
import { useText } from '../text/text';
import { TunnelFields } from './TunnelFields';
import { emptyForm, faults, formLike, openInput, type TunnelForm } from './tunnelForm';

interface Props {
  /** The thing to begin with. */
  thing: string | null;
  /** The id of a tunnel to duplicate. */
  from: string | null;
}

export function CreateTunnel({ thing, from }: Props) {
  const text = useText();
  const notices = useNotices();
  const [form, setForm] = useState<TunnelForm>(() => emptyForm(thing ?? ''));
  const [step, setStep] = useState(from ? 1 : 0);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [made, setMade] = useState<Tokens | null>(null);
  const change = (part: Partial<TunnelForm>) => setForm((old) => ({ ...old, ...part }));

  useEffect(() => {
    if (from) {
      service.details(from).then((tunnel) => setForm(formLike(tunnel)), notices.failure);
    }
  }, [from]);

  const found = faults(form);
  const input = openInput(form);

  const onNavigate = (requested: number) => {
    if (requested > step && step === 1 && found.size > 0) {
      setTried(true);
      return;
    }
    setStep(requested > 1 && step === 0 ? 1 : requested);
  };

  const submit = async () => {
    if (found.size > 0) {
      setTried(true);
      setStep(1);
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      setMade(await service.open(input));
    } catch (e) {
      setRefusal(words(e, text));
    } finally {
      setBusy(false);
    }
  };

  const done = (tokens: Tokens) => {
    setMade(null);
    notices.success(text.create.created);
    go(to.tunnel(tokens.tunnelId));
  };

  return (
    <>
      <Wizard
        i18nStrings={{
          stepNumberLabel: text.create.stepLabel,
          collapsedStepsLabel: text.create.stepOf,
          skipToButtonLabel: (target) => text.create.skipTo(target.title),
          navigationAriaLabel: text.create.navigation,
          cancelButton: text.common.cancel,
          previousButton: text.common.previous,
          nextButton: text.common.next,
          submitButton: text.create.submit,
          optional: text.common.optional,
        }}
        activeStepIndex={step}
        onNavigate={({ detail }) => onNavigate(detail.requestedStepIndex)}
        onCancel={() => go(to.tunnels)}
        onSubmit={() => void submit()}
        isLoadingNextStep={busy}
        steps={[
          {
            title: text.create.method,
            content: (
              <Container header={<Header variant="h2">{text.create.method}</Header>}>
                <Tiles
                  ariaLabel={text.create.method}
                  value={form.method}
                  onChange={({ detail }) => change({ method: detail.value as TunnelForm['method'] })}
                  items={[
                    { value: 'quick', label: text.create.quick, description: text.create.quickBody },
                    { value: 'manual', label: text.create.manual, description: text.create.manualBody },
                  ]}
                />
              </Container>
            ),
          },
          {
            title: text.create.settings,
            description: from ? text.create.duplicateOf(from) : undefined,
            content: <TunnelFields form={form} faults={tried ? found : new Set()} onChange={change} />,
          },
          {
            title: text.create.review,
            content: <Review form={form} command={awsOpen(input)} refusal={refusal} />,
          },
        ]}
      />
      {made && <TokenDialog tokens={made} sentTo={form.thing || null} onDone={() => done(made)} />}
    </>
  );
}

function Review({ form, command, refusal }: { form: TunnelForm; command: string; refusal: string | null }) {
  const text = useText();
  const none = text.common.none;
  const quick = form.method === 'quick';
  return (
    <SpaceBetween size="l">
      {refusal && (
        <Alert type="error" header={text.common.failed}>
          {refusal}
        </Alert>
      )}
      <Container header={<Header variant="h2">{quick ? text.create.quick : text.create.manual}</Header>}>
        <KeyValuePairs
          columns={2}
          items={[
            { label: text.create.thing, value: form.thing || text.create.noThing },
            { label: text.create.services, value: (quick ? ['SSH'] : form.services).join(', ') || none },
            { label: text.tunnel.description, value: (!quick && form.description) || none },
            { label: text.tunnel.lifetime, value: text.create.minutes(quick ? 720 : Number(form.lifetime)) },
            {
              label: text.tunnel.tags,
              value: (!quick && form.tags.map((tag) => `${tag.key}=${tag.value}`).join(', ')) || none,
            },
          ]}
        />
      </Container>
      <ExpandableSection variant="container" headerText={text.detail.inAws}>
        <Box float="right">
          <CopyButton value={command} label={text.common.copy} />
        </Box>
        <pre className="command" translate="no">
          {command}
        </pre>
      </ExpandableSection>
    </SpaceBetween>
  );
}
