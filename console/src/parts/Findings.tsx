import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Diagnosis, Finding } from '../service/types';
import { useText } from '../text/text';
import { CopyButton } from './CopyButton';

/** What can be said of a tunnel, and what to do about it; the words are the server's. */
export function Findings({ diagnosis }: { diagnosis: Diagnosis }) {
  const text = useText();
  const problems = diagnosis.findings.filter((finding) => finding.severity === 'PROBLEM').length;
  return (
    <Container
      header={
        <Header variant="h2" info={problems > 0 ? <StatusIndicator type="error">{text.detail.problems(problems)}</StatusIndicator> : undefined}>
          {text.detail.findings}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {diagnosis.findings.map((finding) => (
          <Entry key={finding.code + finding.what} finding={finding} />
        ))}
      </SpaceBetween>
    </Container>
  );
}

function Entry({ finding }: { finding: Finding }) {
  const text = useText();
  const looks = {
    PROBLEM: { type: 'error', label: text.detail.problem },
    NOTICE: { type: 'warning', label: text.detail.notice },
    FINE: { type: 'success', label: text.detail.fine },
  } as const;
  const look = looks[finding.severity] ?? looks.NOTICE;
  return (
    <div>
      <StatusIndicator type={look.type} iconAriaLabel={look.label} wrapText>
        {finding.what}
      </StatusIndicator>
      {finding.next && (
        <Box padding={{ left: 'l' }} color="text-body-secondary">
          {finding.next}
        </Box>
      )}
      {finding.command && (
        <Box padding={{ left: 'l' }}>
          <CopyButton value={finding.command} label={text.common.copy} /> <Box variant="code">{finding.command}</Box>
        </Box>
      )}
    </div>
  );
}
