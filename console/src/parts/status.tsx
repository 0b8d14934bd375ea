import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { SideState, TunnelStatus } from '../service/types';
import { useText } from '../text/text';

export function TunnelStatusIndicator({ status }: { status: TunnelStatus }) {
  const text = useText();
  return status === 'OPEN' ? (
    <StatusIndicator type="success">{text.tunnel.open}</StatusIndicator>
  ) : (
    <StatusIndicator type="stopped">{text.tunnel.closed}</StatusIndicator>
  );
}

export function SideIndicator({ side }: { side: SideState | undefined }) {
  const text = useText();
  return side?.status === 'CONNECTED' ? (
    <StatusIndicator type="success">{text.tunnel.connected}</StatusIndicator>
  ) : (
    <StatusIndicator type="stopped">{text.tunnel.disconnected}</StatusIndicator>
  );
}

export function OnlineIndicator({ connected }: { connected: boolean | null | undefined }) {
  const text = useText();
  if (connected === null || connected === undefined) {
    return <StatusIndicator type="pending">{text.things.unknown}</StatusIndicator>;
  }
  return connected ? (
    <StatusIndicator type="success">{text.things.online}</StatusIndicator>
  ) : (
    <StatusIndicator type="stopped">{text.things.offline}</StatusIndicator>
  );
}
