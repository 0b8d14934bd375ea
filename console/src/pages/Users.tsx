import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useCallback, useEffect, useState } from 'react';
import { Confirm } from '../parts/Confirm';
import { NewPassword, newPasswordFault } from '../parts/NewPassword';
import { useNotices } from '../parts/notices';
import { users as service } from '../service/service';
import type { User } from '../service/types';
import { useSignedIn } from '../signedIn';
import { useText } from '../text/text';

const ROLES = ['administrator', 'operator', 'viewer', 'none'] as const;

export function Users() {
  const text = useText();
  const notices = useNotices();
  const { session } = useSignedIn();
  const [users, setUsers] = useState<User[]>([]);
  const [loading, setLoading] = useState(true);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<User | null>(null);
  const allowed = session.may.includes('adit:ManageUsers');

  const read = useCallback(() => {
    service
      .list()
      .then(setUsers, notices.failure)
      .finally(() => setLoading(false));
  }, [notices.failure]);

  useEffect(() => {
    if (allowed) {
      read();
    }
  }, [allowed]);

  if (!allowed) {
    return <Alert type="warning">{text.users.only}</Alert>;
  }
  return (
    <>
      <Table
        variant="full-page"
        items={users}
        loading={loading}
        loadingText={text.common.loading}
        trackBy="user"
        header={
          <Header
            variant="h1"
            counter={text.hub.count(String(users.length))}
            description={text.users.description}
            actions={
              <Button variant="primary" onClick={() => setAdding(true)}>
                {text.users.add}
              </Button>
            }
          >
            {text.users.title}
          </Header>
        }
        empty={<Box textAlign="center">{text.users.empty}</Box>}
        columnDefinitions={[
          {
            id: 'user',
            header: text.users.user,
            cell: (user) => (user.user === session.user ? `${user.user} (${text.users.you})` : user.user),
            isRowHeader: true,
          },
          { id: 'role', header: text.users.role, cell: (user) => text.top.role[user.role] ?? user.role },
          {
            id: 'remove',
            header: text.common.actions,
            cell: (user) => (
              <Button
                variant="inline-link"
                ariaLabel={text.users.remove(user.user)}
                disabled={user.user === session.user}
                onClick={() => setRemoving(user)}
              >
                {text.common.remove}
              </Button>
            ),
          },
        ]}
      />
      {adding && (
        <AddUser
          onDismiss={() => setAdding(false)}
          onDone={(user) => {
            setAdding(false);
            notices.success(text.users.added(user));
            read();
          }}
        />
      )}
      {removing && (
        <Confirm
          title={text.users.remove(removing.user)}
          action={text.common.remove}
          onDismiss={() => setRemoving(null)}
          onConfirm={async () => {
            await service.remove(removing.user);
            notices.success(text.users.removed(removing.user));
            setRemoving(null);
            read();
          }}
        >
          {text.users.removeBody(removing.user)}
        </Confirm>
      )}
    </>
  );
}

function AddUser({ onDone, onDismiss }: { onDone: (user: string) => void; onDismiss: () => void }) {
  const text = useText();
  const [user, setUser] = useState('');
  const [role, setRole] = useState<User['role']>('operator');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const options = ROLES.map((value) => ({ value, label: text.top.role[value], description: text.users.roleHelp[value] }));
  return (
    <Confirm
      title={text.users.add}
      action={text.users.add}
      disabled={!user || newPasswordFault(password, repeat) !== null}
      onDismiss={onDismiss}
      onConfirm={async () => {
        await service.add(user, role, password);
        onDone(user);
      }}
    >
      <SpaceBetween size="m">
        <FormField label={text.users.user}>
          <Input value={user} onChange={({ detail }) => setUser(detail.value)} autoComplete="off" spellcheck={false} />
        </FormField>
        <FormField label={text.users.role}>
          <Select
            options={options}
            selectedOption={options.find((option) => option.value === role)!}
            onChange={({ detail }) => setRole(detail.selectedOption.value as User['role'])}
          />
        </FormField>
        <NewPassword label={text.users.password} password={password} repeat={repeat} tried={repeat.length > 0} onPassword={setPassword} onRepeat={setRepeat} />
      </SpaceBetween>
    </Confirm>
  );
}
