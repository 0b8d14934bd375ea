import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useText } from '../text/text';
import type { CommandLine } from './commands';
import { CopyButton } from './CopyButton';

interface Props {
  aws: CommandLine[];
  adit: CommandLine[];
}

/** What the page does, for a terminal. */
export function CommandLines({ aws, adit }: Props) {
  const text = useText();
  const list = (lines: CommandLine[]) => (
    <SpaceBetween size="s">
      {lines.map((line) => (
        <div key={line.what}>
          <SpaceBetween direction="horizontal" size="xxs" alignItems="center">
            <Box variant="awsui-key-label">{line.what}</Box>
            <CopyButton value={line.command} label={`${text.common.copy}: ${line.what}`} />
          </SpaceBetween>
          <pre className="command" translate="no">
            {line.command}
          </pre>
        </div>
      ))}
    </SpaceBetween>
  );
  return (
    <Tabs
      ariaLabel={text.detail.commands}
      tabs={[
        { id: 'aws', label: text.detail.inAws, content: list(aws) },
        { id: 'adit', label: text.detail.inAdit, content: list(adit) },
      ]}
    />
  );
}
