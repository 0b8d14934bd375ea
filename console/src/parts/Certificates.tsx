import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useCallback, useEffect, useState } from 'react';
import { things as service } from '../service/service';
import type { Certificate } from '../service/types';
import { useMay } from '../signedIn';
import { useFormat } from '../text/format';
import { useText } from '../text/text';
import { Confirm } from './Confirm';
import { useNotices, words } from './notices';

interface Props {
  thing: string;
  /** Another number reads them again. */
  round: number;
  onEnrol: () => void;
}

/** The certificates that a thing may come with. */
export function Certificates({ thing, round, onEnrol }: Props) {
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const notices = useNotices();
  const [certificates, setCertificates] = useState<Certificate[]>([]);
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const [deactivating, setDeactivating] = useState<Certificate | null>(null);

  const read = useCallback(async () => {
    try {
      const principals = await service.principals(thing);
      setCertificates(await Promise.all(principals.map((arn) => service.certificate(arn.slice(arn.lastIndexOf('/') + 1)))));
      setError(null);
    } catch (e) {
      setError(e);
    } finally {
      setLoading(false);
    }
  }, [thing]);
  useEffect(() => {
    void read();
  }, [read, round]);

  const change = async (certificate: Certificate, status: string) => {
    await service.setCertificateStatus(certificate.certificateId, status);
    notices.success(text.things.certificateChanged);
    await read();
  };
  const mayChange = may('iot:UpdateCertificate');
  const mayEnrol = may('iot:CreateThing');
  return (
    <>
      <Table
        loading={loading}
        loadingText={text.common.loading}
        items={certificates}
        trackBy="certificateId"
        header={
          <Header
            variant="h2"
            counter={text.hub.count(String(certificates.length))}
            actions={
              <Button disabled={!mayEnrol} disabledReason={text.common.mayNot('CreateThing')} onClick={onEnrol}>
                {text.things.enrol}
              </Button>
            }
          >
            {text.things.certificates}
          </Header>
        }
        empty={error === null ? <Box textAlign="center">{text.things.noCertificates}</Box> : <Alert type="error">{words(error, text)}</Alert>}
        columnDefinitions={[
          {
            id: 'id',
            header: text.things.certificate,
            cell: (certificate) => <span title={certificate.certificateId}>{certificate.certificateId.slice(0, 16)}…</span>,
            isRowHeader: true,
          },
          { id: 'status', header: text.things.state, cell: (certificate) => <State status={certificate.status} /> },
          { id: 'created', header: text.things.createdAt, cell: (certificate) => format.time(certificate.creationDate) },
          { id: 'until', header: text.things.validUntil, cell: (certificate) => format.time(certificate.validity?.notAfter) },
          {
            id: 'change',
            header: text.common.actions,
            cell: (certificate) =>
              certificate.status === 'ACTIVE' ? (
                <Button variant="inline-link" disabled={!mayChange} onClick={() => setDeactivating(certificate)}>
                  {text.things.deactivate}
                </Button>
              ) : (
                <Button
                  variant="inline-link"
                  disabled={!mayChange || certificate.status === 'REVOKED'}
                  onClick={() => void change(certificate, 'ACTIVE').catch(notices.failure)}
                >
                  {text.things.activate}
                </Button>
              ),
          },
        ]}
      />
      {deactivating && (
        <Confirm
          title={text.things.deactivateTitle}
          action={text.things.deactivate}
          onDismiss={() => setDeactivating(null)}
          onConfirm={async () => {
            await change(deactivating, 'INACTIVE');
            setDeactivating(null);
          }}
        >
          {text.things.deactivateBody}
        </Confirm>
      )}
    </>
  );
}

function State({ status }: { status: string }) {
  const text = useText();
  switch (status) {
    case 'ACTIVE':
      return <StatusIndicator type="success">{text.things.active}</StatusIndicator>;
    case 'REVOKED':
      return <StatusIndicator type="error">{text.things.revoked}</StatusIndicator>;
    default:
      return <StatusIndicator type="stopped">{status === 'INACTIVE' ? text.things.inactive : status}</StatusIndicator>;
  }
}
