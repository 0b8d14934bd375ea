import I18nProvider from '@cloudscape-design/components/i18n';
import englishTexts from '@cloudscape-design/components/i18n/messages/all.en';
import japaneseTexts from '@cloudscape-design/components/i18n/messages/all.ja';
import Spinner from '@cloudscape-design/components/spinner';
import Box from '@cloudscape-design/components/box';
import { useCallback, useEffect, useState } from 'react';
import { Frame } from './Frame';
import { First } from './pages/First';
import { SignIn } from './pages/SignIn';
import { go, to, useRoute } from './route';
import { ServiceError, session as service, whenSignedOut } from './service/service';
import type { Oidc, Session } from './service/types';
import { initialLanguage, keepLanguage, LanguageContext, texts, type Language } from './text/text';
import { Entry } from './Entry';

type Standing =
  | { is: 'unknown' }
  | { is: 'unreachable'; error: unknown }
  | { is: 'out'; oidc: Oidc | null; wasIn: boolean }
  | { is: 'in'; session: Session };

/** The console: who is signed in, in which language, and the page that the address names. */
export function App() {
  const [language, setLanguage] = useState<Language>(initialLanguage);
  const [standing, setStanding] = useState<Standing>({ is: 'unknown' });
  const route = useRoute();

  const check = useCallback(async () => {
    try {
      const session = await service.current();
      setStanding((old) => (old.is === 'in' && JSON.stringify(old.session) === JSON.stringify(session) ? old : { is: 'in', session }));
    } catch (error) {
      if (error instanceof ServiceError && error.status === 401) {
        const { oidc } = error;
        setStanding((old) => ({ is: 'out', oidc, wasIn: old.is === 'in' }));
      } else {
        // Somebody who was signed in may still be: the network comes back.
        setStanding((old) => (old.is === 'in' ? old : { is: 'unreachable', error }));
      }
    }
  }, []);

  useEffect(() => {
    whenSignedOut(() => void check());
    void check();
  }, [check]);

  useEffect(() => {
    document.documentElement.lang = language;
    keepLanguage(language);
  }, [language]);

  const signOut = useCallback(async () => {
    await service.signOut().catch(() => {});
    go(to.signIn);
    await check();
    setStanding((old) => (old.is === 'out' ? { ...old, wasIn: false } : old));
  }, [check]);

  const signedIn = async () => {
    if (route.page === 'sign-in' || route.page === 'first') {
      go(to.tunnels);
    }
    await check();
  };

  return (
    <LanguageContext.Provider value={language}>
      <I18nProvider locale={language} messages={[language === 'ja' ? japaneseTexts : englishTexts]}>
        {standing.is === 'in' && route.page !== 'first' ? (
          <Frame session={standing.session} route={route} onLanguage={setLanguage} onSignOut={() => void signOut()} checkSession={() => void check()} />
        ) : (
          <Entry onLanguage={setLanguage}>
            {standing.is === 'unknown' && (
              <Box textAlign="center">
                <Spinner size="large" />
                <span className="visually-hidden">{texts[language].common.loading}</span>
              </Box>
            )}
            {standing.is !== 'unknown' && route.page === 'first' && <First code={route.code} onDone={() => void signedIn()} />}
            {(standing.is === 'out' || standing.is === 'unreachable') && route.page !== 'first' && (
              <SignIn
                oidc={standing.is === 'out' ? standing.oidc : null}
                again={standing.is === 'out' && standing.wasIn}
                failed={route.page === 'sign-in' ? route.failed : null}
                error={standing.is === 'unreachable' ? standing.error : null}
                onDone={() => void signedIn()}
              />
            )}
          </Entry>
        )}
      </I18nProvider>
    </LanguageContext.Provider>
  );
}
