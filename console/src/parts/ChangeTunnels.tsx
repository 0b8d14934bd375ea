import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import { tunnels as service } from '../service/service';
import { useLive } from '../service/live';
import type { TunnelRow } from '../service/types';
import { useText } from '../text/text';
import { Confirm } from './Confirm';
import { useNotices } from './notices';

interface Props {
  change: 'close' | 'delete';
  tunnels: TunnelRow[];
  onDone: () => void;
  onDismiss: () => void;
}

/** Closes or deletes tunnels, once the user has seen which. */
export function ChangeTunnels({ change, tunnels, onDone, onDismiss }: Props) {
  const text = useText();
  const notices = useNotices();
  const live = useLive();
  const closing = change === 'close';

  const run = async () => {
    for (const tunnel of tunnels) {
      if (closing) {
        await service.close(tunnel.tunnelId);
        live.put({ ...tunnel, status: 'CLOSED', closedAt: tunnel.closedAt ?? new Date().toISOString() });
      } else {
        await service.remove(tunnel.tunnelId);
        live.drop(tunnel.tunnelId);
      }
    }
    notices.success(closing ? text.hub.closed(tunnels.length) : text.hub.deleted(tunnels.length));
    onDone();
  };

  return (
    <Confirm
      title={closing ? text.hub.closeTitle(tunnels.length) : text.hub.deleteTitle(tunnels.length)}
      action={closing ? text.hub.close : text.hub.delete}
      onConfirm={run}
      onDismiss={onDismiss}
    >
      <Alert type="warning">{closing ? text.hub.closeBody : text.hub.deleteBody}</Alert>
      <ul>
        {tunnels.map((tunnel) => (
          <li key={tunnel.tunnelId}>
            <Box variant="code">{tunnel.tunnelId}</Box>{' '}
            {[tunnel.description, tunnel.thingName].filter(Boolean).join(' · ')}
          </li>
        ))}
      </ul>
    </Confirm>
  );
}
