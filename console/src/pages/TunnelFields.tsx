import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Autosuggest from '@cloudscape-design/components/autosuggest';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useEffect, useState } from 'react';
import { TagsInput } from '../parts/TagsInput';
import { things as service } from '../service/service';
import { useText } from '../text/text';
import type { FormFault, TunnelForm } from './tunnelForm';

interface Props {
  form: TunnelForm;
  /** What is to be shown as wrong. */
  faults: Set<FormFault>;
  onChange: (part: Partial<TunnelForm>) => void;
}

/** The settings of a tunnel to be made. */
export function TunnelFields({ form, faults, onChange }: Props) {
  const text = useText();
  const first = (...candidates: Exclude<FormFault, 'tags'>[]) => {
    const fault = candidates.find((candidate) => faults.has(candidate));
    return fault ? text.create[fault] : null;
  };
  if (form.method === 'quick') {
    return (
      <Container>
        <SpaceBetween size="l">
          <ThingField form={form} error={first('thingRequired', 'thingBad')} onChange={onChange} />
          <FormField label={text.create.service} description={text.create.serviceFixed}>
            <Input value="SSH" readOnly />
          </FormField>
        </SpaceBetween>
      </Container>
    );
  }
  return (
    <Container>
      <SpaceBetween size="l">
        <FormField label={`${text.create.description} – ${text.common.optional}`} errorText={first('descriptionBad')}>
          <Textarea rows={2} value={form.description} onChange={({ detail }) => onChange({ description: detail.value })} />
        </FormField>
        <FormField label={text.create.lifetime} constraintText={text.create.lifetimeHelp} errorText={first('lifetimeBad')}>
          <Input type="number" inputMode="numeric" value={form.lifetime} onChange={({ detail }) => onChange({ lifetime: detail.value })} />
        </FormField>
        <FormField
          stretch
          label={text.create.services}
          description={text.create.servicesHelp}
          errorText={first('servicesNeeded', 'serviceBad', 'serviceTwice')}
        >
          <AttributeEditor
            items={form.services}
            addButtonText={text.create.addService}
            removeButtonText={text.common.remove}
            removeButtonAriaLabel={(service) => `${text.common.remove}: ${service}`}
            empty={text.common.none}
            onAddButtonClick={() => onChange({ services: [...form.services, ''] })}
            onRemoveButtonClick={({ detail }) => onChange({ services: form.services.filter((_, i) => i !== detail.itemIndex) })}
            definition={[
              {
                label: text.create.service,
                control: (service, index) => (
                  <Input
                    value={service}
                    ariaLabel={text.create.service}
                    spellcheck={false}
                    onChange={({ detail }) => onChange({ services: form.services.map((old, i) => (i === index ? detail.value : old)) })}
                  />
                ),
              },
            ]}
          />
        </FormField>
        <ThingField form={form} error={first('thingBad')} onChange={onChange} />
        <FormField stretch label={`${text.create.tags} – ${text.common.optional}`}>
          <TagsInput tags={form.tags} onChange={(tags) => onChange({ tags })} />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}

function ThingField({ form, error, onChange }: { form: TunnelForm; error: string | null; onChange: Props['onChange'] }) {
  const text = useText();
  const [names, setNames] = useState<{ value: string; description?: string }[]>([]);

  useEffect(() => {
    let current = true;
    service.page(undefined, form.thing || undefined).then(
      (page) =>
        current &&
        setNames(
          page.things.map((thing) => ({
            value: thing.thingName,
            description:
              thing.connected === null ? undefined : thing.connected ? text.things.online : text.things.offline,
          })),
        ),
      // A name may be typed where the list cannot be read.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [form.thing, text]);

  return (
    <FormField
      label={form.method === 'quick' ? text.create.thing : `${text.create.thing} – ${text.common.optional}`}
      description={text.create.thingHelp}
      errorText={error}
    >
      <Autosuggest
        value={form.thing}
        options={names}
        placeholder={text.create.thingPlaceholder}
        ariaLabel={text.create.thing}
        enteredTextLabel={(value) => `${text.create.thing}: ${value}`}
        onChange={({ detail }) => onChange({ thing: detail.value })}
      />
    </FormField>
  );
}
