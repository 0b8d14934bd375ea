import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { things as service, type DeviceFiles } from '../service/service';
import { useText } from '../text/text';
import { Confirm } from './Confirm';
import { save } from './save';
import { tar } from './tar';

const NAME = /^[a-zA-Z0-9:_-]{1,128}$/;

interface Props {
  /** The thing to give another certificate; null asks for a name. */
  thing: string | null;
  onClose: () => void;
}

/** Gives a device its key and certificate; they are downloaded here, once. */
export function EnrolDevice({ thing, onClose }: Props) {
  const text = useText();
  const [name, setName] = useState(thing ?? '');
  const [files, setFiles] = useState<DeviceFiles | null>(null);
  if (files) {
    return <Bundle name={name} files={files} onClose={onClose} />;
  }
  return (
    <Confirm
      title={text.things.enrolTitle}
      action={text.things.enrolSubmit}
      disabled={!NAME.test(name)}
      onConfirm={async () => setFiles(await service.enrol(name))}
      onDismiss={onClose}
    >
      <SpaceBetween size="m">
        <Box>{thing ? text.things.enrolAgain(thing) : text.things.enrolBody}</Box>
        {!thing && (
          <FormField label={text.things.name} errorText={name && !NAME.test(name) ? text.create.thingBad : null}>
            <Input value={name} onChange={({ detail }) => setName(detail.value)} spellcheck={false} autoFocus />
          </FormField>
        )}
      </SpaceBetween>
    </Confirm>
  );
}

function Bundle({ name, files, onClose }: { name: string; files: DeviceFiles; onClose: () => void }) {
  const text = useText();
  const names = Object.keys(files);
  const archive = () => {
    const content = names.map((file) => ({
      name: `${name}/${file}`,
      content: files[file]!,
      // Nobody but the owner reads a key.
      mode: file.endsWith('.key') ? 0o600 : 0o644,
    }));
    save(`${fileName(name)}.tar`, new Blob([tar(content, new Date())], { type: 'application/x-tar' }));
  };
  return (
    <Modal
      visible
      header={text.things.enrolled(name)}
      closeAriaLabel={text.common.close}
      onDismiss={({ detail }) => detail.reason !== 'overlay' && onClose()}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            {text.common.done}
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{text.things.bundle}</Alert>
        <Button iconName="download" variant="primary" onClick={archive}>
          {text.things.bundleAll}
        </Button>
        <SpaceBetween direction="horizontal" size="xs">
          {names.map((file) => (
            <Button key={file} iconName="download" ariaLabel={text.things.bundleFile(file)} onClick={() => save(file, files[file]!)}>
              {file}
            </Button>
          ))}
        </SpaceBetween>
        <Box>{text.things.bundleNext}</Box>
        <pre className="command" translate="no">
          adit agent --config agent.yaml
        </pre>
      </SpaceBetween>
    </Modal>
  );
}

/** A colon is not allowed in file names everywhere. */
function fileName(thing: string): string {
  return thing.replaceAll(':', '_');
}
