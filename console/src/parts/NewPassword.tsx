import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useText } from '../text/text';

const SHORTEST = 12;

export function newPasswordFault(password: string, repeat: string): 'short' | 'mismatch' | null {
  if (password.length < SHORTEST) {
    return 'short';
  }
  return password === repeat ? null : 'mismatch';
}

interface Props {
  label: string;
  password: string;
  repeat: string;
  tried: boolean;
  onPassword: (password: string) => void;
  onRepeat: (repeat: string) => void;
}

/** A new password, twice. */
export function NewPassword({ label, password, repeat, tried, onPassword, onRepeat }: Props) {
  const text = useText();
  const fault = tried ? newPasswordFault(password, repeat) : null;
  return (
    <SpaceBetween size="m">
      <FormField label={label} constraintText={text.first.hint} errorText={fault === 'short' ? text.first.short : null}>
        <Input type="password" value={password} onChange={({ detail }) => onPassword(detail.value)} autoComplete="new-password" />
      </FormField>
      <FormField label={text.first.repeat} errorText={fault === 'mismatch' ? text.first.mismatch : null}>
        <Input type="password" value={repeat} onChange={({ detail }) => onRepeat(detail.value)} autoComplete="new-password" />
      </FormField>
    </SpaceBetween>
  );
}
