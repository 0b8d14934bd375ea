import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactNode } from 'react';
import { useText } from '../text/text';
import { words } from './notices';

interface Props {
  title: string;
  action: string;
  children: ReactNode;
  onConfirm: () => Promise<void>;
  onDismiss: () => void;
  disabled?: boolean;
}

/** Asks before something is done, shows that it is being done, and what went wrong. */
export function Confirm({ title, action, children, onConfirm, onDismiss, disabled = false }: Props) {
  const text = useText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
    } catch (e) {
      setError(e);
      setBusy(false);
    }
  };

  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={text.common.close}
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              {text.common.cancel}
            </Button>
            <Button variant="primary" loading={busy} disabled={disabled} onClick={() => void confirm()} data-testid="confirm">
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {children}
        {error !== null && (
          <Alert type="error" header={text.common.failed}>
            {words(error, text)}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}
