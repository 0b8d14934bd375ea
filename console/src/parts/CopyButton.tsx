import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { useText } from '../text/text';

interface Props {
  value: string;
  label: string;
  variant?: 'button' | 'icon';
}

/** Not for secrets: the value stands in the element's properties as long as it is shown. */
export function CopyButton({ value, label, variant = 'icon' }: Props) {
  const text = useText();
  return (
    <CopyToClipboard
      variant={variant}
      copyButtonAriaLabel={label}
      copyButtonText={text.common.copy}
      copySuccessText={text.common.copied}
      copyErrorText={text.common.copyFailed}
      textToCopy={value}
    />
  );
}
