import AppLayout from '@cloudscape-design/components/app-layout';
import Alert from '@cloudscape-design/components/alert';
import Flashbar from '@cloudscape-design/components/flashbar';
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import Spinner from '@cloudscape-design/components/spinner';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { NoticesContext, useNoticeList } from './parts/notices';
import { Audit } from './pages/Audit';
import { ChangePassword } from './pages/ChangePassword';
import { CreateTunnel } from './pages/CreateTunnel';
import { ThingPage } from './pages/ThingPage';
import { Things } from './pages/Things';
import { TunnelPage } from './pages/TunnelPage';
import { Tunnels } from './pages/Tunnels';
import { Users } from './pages/Users';
import { to, type Route } from './route';
import { LiveContext, useLiveTunnels } from './service/live';
import type { Session } from './service/types';
import { SignedInContext } from './signedIn';
import { useText, type Language } from './text/text';
import { Top } from './Top';

/** SSH and the terminal are large, and only this page needs them. */
const Connect = lazy(() => import('./terminal/ConnectPage'));

interface Props {
  session: Session;
  route: Route;
  onLanguage: (language: Language) => void;
  onSignOut: () => void;
  checkSession: () => void;
}

/** What is around every page for somebody who is signed in. */
export function Frame({ session, route, onLanguage, onSignOut, checkSession }: Props) {
  const text = useText();
  const notices = useNoticeList();
  const live = useLiveTunnels(true, checkSession);
  const [navigationOpen, setNavigationOpen] = useState(() => window.innerWidth > 900);
  const signedIn = useMemo(() => ({ session, signOut: onSignOut }), [session, onSignOut]);

  useEffect(() => {
    document.title = text.documentTitle(pageTitle(route, text.nav));
    if (window.innerWidth <= 900) {
      setNavigationOpen(false);
    }
  }, [route.page, text]);

  const items: SideNavigationProps.Item[] = [
    { type: 'link', text: text.nav.tunnels, href: to.tunnels },
    { type: 'link', text: text.nav.things, href: to.things },
  ];
  if (session.may.includes('adit:ManageUsers')) {
    items.push({ type: 'link', text: text.nav.users, href: to.users });
  }
  if (session.may.includes('adit:ReadAuditLog')) {
    items.push({ type: 'link', text: text.nav.audit, href: to.audit });
  }
  items.push({ type: 'divider' }, { type: 'link', text: text.nav.licences, href: '/console/licences.txt', external: true });

  return (
    <SignedInContext.Provider value={signedIn}>
      <LiveContext.Provider value={live}>
        <NoticesContext.Provider value={notices}>
          <Top session={session} onLanguage={onLanguage} onSignOut={onSignOut} />
          <AppLayout
            headerSelector="#top"
            toolsHide
            navigationOpen={navigationOpen}
            navigationWidth={240}
            onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
            ariaLabels={{
              navigation: text.nav.label,
              navigationToggle: text.nav.open,
              navigationClose: text.nav.close,
              notifications: text.nav.notifications,
            }}
            navigation={
              <SideNavigation header={{ text: text.nav.title, href: to.tunnels }} activeHref={activeHref(route)} items={items} />
            }
            notifications={<Flashbar items={notices.items} stackItems i18nStrings={{ ariaLabel: text.nav.notifications }} />}
            content={<Page route={route} />}
          />
        </NoticesContext.Provider>
      </LiveContext.Provider>
    </SignedInContext.Provider>
  );
}

function Page({ route }: { route: Route }) {
  const text = useText();
  switch (route.page) {
    case 'tunnels':
    case 'sign-in':
    case 'first':
      return <Tunnels />;
    case 'create':
      return <CreateTunnel key={`${route.thing} ${route.from}`} thing={route.thing} from={route.from} />;
    case 'tunnel':
      return <TunnelPage key={route.id} id={route.id} />;
    case 'connect':
      return (
        <Suspense fallback={<Spinner size="large" />}>
          <Connect key={`${route.id} ${route.service}`} id={route.id} service={route.service} />
        </Suspense>
      );
    case 'things':
      return <Things />;
    case 'thing':
      return <ThingPage key={route.name} name={route.name} />;
    case 'users':
      return <Users />;
    case 'audit':
      return <Audit />;
    case 'password':
      return <ChangePassword />;
    case 'unknown':
      return <Alert type="warning">{text.unknownPage}</Alert>;
  }
}

function activeHref(route: Route): string {
  switch (route.page) {
    case 'things':
    case 'thing':
      return to.things;
    case 'users':
      return to.users;
    case 'audit':
      return to.audit;
    default:
      return to.tunnels;
  }
}

function pageTitle(route: Route, nav: { tunnels: string; things: string; users: string; audit: string }): string {
  switch (route.page) {
    case 'tunnel':
    case 'connect':
      return route.id;
    case 'thing':
      return route.name;
    case 'things':
      return nav.things;
    case 'users':
      return nav.users;
    case 'audit':
      return nav.audit;
    default:
      return nav.tunnels;
  }
}
