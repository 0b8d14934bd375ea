import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Input from '@cloudscape-design/components/input';
import type { Tag } from '../service/types';
import { useText } from '../text/text';
import { MAX_TAGS, tagFaults } from './tags';

interface Props {
  tags: Tag[];
  onChange: (tags: Tag[]) => void;
}

/** Edits the tags of a tunnel; a fault is shown where it is. */
export function TagsInput({ tags, onChange }: Props) {
  const text = useText();
  const faults = tagFaults(tags);
  const change = (index: number, part: Partial<Tag>) =>
    onChange(tags.map((tag, i) => (i === index ? { ...tag, ...part } : tag)));
  const shown = (tag: Tag, index: number) => (tag.key === '' && tag.value === '' ? null : faults[index]);
  return (
    <AttributeEditor
      items={tags}
      addButtonText={text.tagsEditor.add}
      removeButtonText={text.common.remove}
      removeButtonAriaLabel={(tag) => text.tagsEditor.removeKey(tag.key)}
      disableAddButton={tags.length >= MAX_TAGS}
      additionalInfo={tags.length >= MAX_TAGS ? text.tagsEditor.limit : undefined}
      empty={text.tagsEditor.empty}
      onAddButtonClick={() => onChange([...tags, { key: '', value: '' }])}
      onRemoveButtonClick={({ detail }) => onChange(tags.filter((_, i) => i !== detail.itemIndex))}
      definition={[
        {
          label: text.tagsEditor.key,
          control: (tag, index) => (
            <Input value={tag.key} ariaLabel={text.tagsEditor.key} onChange={({ detail }) => change(index, { key: detail.value })} />
          ),
          errorText: (tag, index) => {
            const fault = shown(tag, index);
            return fault && fault !== 'valueBad' ? text.tagsEditor[fault] : null;
          },
        },
        {
          label: text.tagsEditor.value,
          control: (tag, index) => (
            <Input value={tag.value} ariaLabel={text.tagsEditor.value} onChange={({ detail }) => change(index, { value: detail.value })} />
          ),
          errorText: (tag, index) => (shown(tag, index) === 'valueBad' ? text.tagsEditor.valueBad : null),
        },
      ]}
    />
  );
}
