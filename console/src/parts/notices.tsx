import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { ServiceError } from '../service/service';
import { useText } from '../text/text';
import type { Texts } from '../text/en';

export interface Notices {
  items: FlashbarProps.MessageDefinition[];
  success: (content: ReactNode) => void;
  failure: (error: unknown) => void;
}

export const NoticesContext = createContext<Notices>({ items: [], success: () => {}, failure: () => {} });

export const useNotices = () => useContext(NoticesContext);

/** What went wrong, in words for people. */
export function words(error: unknown, text: Texts): string {
  if (error instanceof ServiceError) {
    return error.status === 0 ? text.common.unreachable : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}

let lastId = 0;

/** The messages at the top of the page; successes leave by themselves with the next one. */
export function useNoticeList(): Notices {
  const text = useText();
  const [items, setItems] = useState<FlashbarProps.MessageDefinition[]>([]);
  const add = useCallback(
    (type: 'success' | 'error', header: ReactNode, content: ReactNode) => {
      const id = String(++lastId);
      setItems((old) => [
        ...old.filter((item) => item.type !== 'success').slice(-3),
        {
          id,
          type,
          header,
          content,
          dismissible: true,
          dismissLabel: text.common.dismiss,
          onDismiss: () => setItems((now) => now.filter((item) => item.id !== id)),
          ariaRole: type === 'error' ? 'alert' : 'status',
        },
      ]);
    },
    [text],
  );
  return useMemo(
    () => ({
      items,
      success: (content) => add('success', undefined, content),
      failure: (error) => add('error', text.common.failed, words(error, text)),
    }),
    [items, add, text],
  );
}
