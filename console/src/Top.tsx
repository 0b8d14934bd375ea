import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useState } from 'react';
import { applyAppearance, initialAppearance, type Appearance } from './appearance';
import icon from './icon.svg?inline';
import { go, to } from './route';
import type { Session } from './service/types';
import { useLanguage, useText, type Language } from './text/text';

interface Props {
  session: Session | null;
  onLanguage: (language: Language) => void;
  onSignOut: () => void;
}

/** The bar at the top: language, appearance, account. */
export function Top({ session, onLanguage, onSignOut }: Props) {
  const text = useText();
  const language = useLanguage();
  const [appearance, setAppearance] = useState<Appearance>(initialAppearance);
  const checked = (on: boolean) => (on ? ('check' as const) : undefined);

  const languageName = language === 'ja' ? text.top.japanese : text.top.english;

  const utilities: TopNavigationProps.Utility[] = [
    {
      type: 'menu-dropdown',
      text: languageName,
      // What is seen is a part of the name, so that who speaks to the computer can say it.
      ariaLabel: `${text.top.language}: ${languageName}`,
      title: text.top.language,
      items: [
        { id: 'en', text: text.top.english, iconName: checked(language === 'en') },
        { id: 'ja', text: text.top.japanese, iconName: checked(language === 'ja') },
      ],
      onItemClick: ({ detail }) => onLanguage(detail.id as Language),
    },
    {
      type: 'menu-dropdown',
      iconName: 'settings',
      ariaLabel: text.top.appearance,
      title: text.top.appearance,
      items: (['system', 'light', 'dark'] as const).map((id) => ({
        id,
        text: text.top[id],
        iconName: checked(appearance === id),
      })),
      onItemClick: ({ detail }) => {
        applyAppearance(detail.id as Appearance);
        setAppearance(detail.id as Appearance);
      },
    },
  ];
  if (session) {
    utilities.push({
      type: 'menu-dropdown',
      text: session.user,
      description: text.top.role[session.role] ?? session.role,
      iconName: 'user-profile',
      ariaLabel: `${text.top.account}: ${session.user}`,
      items: [
        { id: 'password', text: text.top.changePassword },
        { id: 'sign-out', text: text.top.signOut },
      ],
      onItemClick: ({ detail }) => (detail.id === 'password' ? go(to.password) : onSignOut()),
    });
  }

  return (
    <header id="top" className="top-navigation">
      <TopNavigation
        identity={{ href: to.tunnels, title: text.product, logo: { src: icon, alt: '' } }}
        utilities={utilities}
        i18nStrings={{ overflowMenuTriggerText: text.top.overflowMenu, overflowMenuTitleText: text.top.settings }}
      />
    </header>
  );
}
