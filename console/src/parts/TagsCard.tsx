import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import { useState } from 'react';
import { tunnels as service } from '../service/service';
import type { Tag, TunnelRow } from '../service/types';
import { useMay } from '../signedIn';
import { useText } from '../text/text';
import { Confirm } from './Confirm';
import { useNotices } from './notices';
import { tagChanges, tagFaults } from './tags';
import { TagsInput } from './TagsInput';

/** The tags of a tunnel, and their editor. */
export function TagsCard({ tunnel, onSaved }: { tunnel: TunnelRow; onSaved: () => void }) {
  const text = useText();
  const may = useMay();
  const notices = useNotices();
  const [edited, setEdited] = useState<Tag[] | null>(null);
  const allowed = may('iot:TagResource') && may('iot:UntagResource');

  const save = async () => {
    const { set, removed } = tagChanges(tunnel.tags, edited ?? []);
    if (removed.length > 0) {
      await service.untag(tunnel.tunnelArn, removed);
    }
    if (set.length > 0) {
      await service.tag(tunnel.tunnelArn, set);
    }
    setEdited(null);
    notices.success(text.tagsEditor.saved);
    onSaved();
  };

  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={text.hub.count(String(tunnel.tags.length))}
          actions={
            <Button disabled={!allowed} disabledReason={text.common.mayNot('TagResource')} onClick={() => setEdited(tunnel.tags)}>
              {text.tagsEditor.manage}
            </Button>
          }
        >
          {text.tunnel.tags}
        </Header>
      }
    >
      {tunnel.tags.length === 0 ? (
        <Box color="text-body-secondary">{text.tagsEditor.empty}</Box>
      ) : (
        <KeyValuePairs columns={3} items={tunnel.tags.map((tag) => ({ label: tag.key, value: tag.value || text.common.none }))} />
      )}
      {edited && (
        <Confirm
          title={text.tagsEditor.manage}
          action={text.common.save}
          disabled={tagFaults(edited).some((fault) => fault !== null)}
          onConfirm={save}
          onDismiss={() => setEdited(null)}
        >
          <TagsInput tags={edited} onChange={setEdited} />
        </Confirm>
      )}
    </Container>
  );
}
