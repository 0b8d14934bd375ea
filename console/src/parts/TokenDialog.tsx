import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Tokens } from '../service/types';
import { useText } from '../text/text';
import { save } from './save';

interface Props {
  tokens: Tokens;
  /** The thing that the destination token was sent to. */
  sentTo: string | null;
  onDone: () => void;
}

/** Shows new tokens, this once: nothing of them is left in the page when it is closed. */
export function TokenDialog({ tokens, sentTo, onDone }: Props) {
  const text = useText();
  return (
    <Modal
      visible
      size="large"
      header={text.tokens.title}
      closeAriaLabel={text.common.close}
      onDismiss={({ detail }) => {
        // A click beside the dialog must not lose them.
        if (detail.reason !== 'overlay') {
          onDone();
        }
      }}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onDone}>
            {text.tokens.done}
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <Alert type="warning">{text.tokens.shownOnce}</Alert>
        {tokens.sourceAccessToken && (
          <Token
            title={text.tokens.source}
            copy={text.tokens.copySource}
            download={text.tokens.downloadSource}
            file={`${tokens.tunnelId.slice(0, 8)}-sourceAccessToken.txt`}
            value={tokens.sourceAccessToken}
          />
        )}
        {tokens.destinationAccessToken && (
          <Token
            title={text.tokens.destination}
            copy={text.tokens.copyDestination}
            download={text.tokens.downloadDestination}
            file={`${tokens.tunnelId.slice(0, 8)}-destinationAccessToken.txt`}
            value={tokens.destinationAccessToken}
          />
        )}
        <Box color="text-body-secondary">
          {sentTo ? `${text.tokens.sent(sentTo)} ` : ''}
          {text.tokens.once}
        </Box>
      </SpaceBetween>
    </Modal>
  );
}

interface TokenProps {
  title: string;
  copy: string;
  download: string;
  file: string;
  value: string;
}

function Token({ title, copy, download, file, value }: TokenProps) {
  const text = useText();
  const [said, setSaid] = useState('');
  const onCopy = () =>
    navigator.clipboard.writeText(value).then(
      () => setSaid(text.common.copied),
      () => setSaid(text.common.copyFailed),
    );
  return (
    <div>
      <Box variant="h3">{title}</Box>
      <SpaceBetween size="xs">
        <span className="token" translate="no">
          {value}
        </span>
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          <Button iconName="copy" ariaLabel={copy} onClick={() => void onCopy()}>
            {text.common.copy}
          </Button>
          <Button iconName="download" ariaLabel={download} onClick={() => save(file, value)}>
            {text.common.download}
          </Button>
          <span role="status">{said}</span>
        </SpaceBetween>
      </SpaceBetween>
    </div>
  );
}
