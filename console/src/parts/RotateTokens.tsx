import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { tunnels as service } from '../service/service';
import type { ClientMode, Tokens, TunnelRow } from '../service/types';
import { useText } from '../text/text';
import { Confirm } from './Confirm';

interface Props {
  tunnel: TunnelRow;
  onDone: (tokens: Tokens, sentTo: string | null) => void;
  onDismiss: () => void;
}

export function RotateTokens({ tunnel, onDone, onDismiss }: Props) {
  const text = useText();
  const [mode, setMode] = useState<ClientMode>('ALL');
  const [send, setSend] = useState(true);
  const thing = mode !== 'SOURCE' && tunnel.thingName && tunnel.services.length > 0 ? tunnel.thingName : null;

  const rotate = async () => {
    const config = thing && send ? { thingName: thing, services: tunnel.services } : undefined;
    const tokens = await service.rotate(tunnel.tunnelId, mode, config);
    onDone({ ...tokens, tunnelId: tunnel.tunnelId }, config ? thing : null);
  };

  return (
    <Confirm title={text.detail.rotateTitle} action={text.detail.rotateSubmit} onConfirm={rotate} onDismiss={onDismiss}>
      <SpaceBetween size="m">
        <Alert type="warning">{text.detail.rotateBody}</Alert>
        <FormField label={text.detail.rotateSide}>
          <RadioGroup
            value={mode}
            onChange={({ detail }) => setMode(detail.value as ClientMode)}
            items={[
              { value: 'ALL', label: text.detail.rotateAll },
              { value: 'SOURCE', label: text.tunnel.source },
              { value: 'DESTINATION', label: text.tunnel.destination },
            ]}
          />
        </FormField>
        {thing && (
          <Checkbox checked={send} onChange={({ detail }) => setSend(detail.checked)}>
            {text.detail.rotateSend(thing)}
          </Checkbox>
        )}
      </SpaceBetween>
    </Confirm>
  );
}
