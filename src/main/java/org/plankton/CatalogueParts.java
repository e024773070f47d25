package org.plankton;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.plankton.api.catalogue.AccountNames;
import org.plankton.api.catalogue.CatalogueFacts;
import org.plankton.api.catalogue.SignIn;
import org.plankton.api.catalogue.Site;
import org.plankton.api.page.PageServlet;
import org.plankton.identity.AstakosNames;
import org.plankton.identity.KeystoneSignIn;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.settings.IdentitySettings;
import org.plankton.settings.PageSettings;
import org.plankton.settings.Settings;

/** Makes what the catalogue's wire knows beside the registry. */
final class CatalogueParts {
    private CatalogueParts() {}

    static CatalogueFacts facts(Settings settings, Catalogue catalogue, Parts parts) {
        return new CatalogueFacts(
                catalogue, site(settings), names(settings.identity(), parts), signIn(settings.identity(), parts));
    }

    private static Site site(Settings settings) {
        PageSettings page = settings.page();
        List<Site.SampleUser> users = page.users().entrySet().stream()
                .map(user -> new Site.SampleUser(user.getKey(), user.getValue()))
                .toList();
        return new Site(
                page.name(),
                page.site(),
                page.logo().isPresent(),
                page.links(),
                word(settings.identity().kind()),
                word(settings.store().kind()),
                page.signIn(),
                users,
                page.isPublic(),
                settings.deletedKept().toDays(),
                settings.catalogue().owners(),
                Release.version());
    }

    /** The picture that is set. */
    static Optional<PageServlet.Logo> logo(PageSettings settings) {
        return settings.logo().map(path -> {
            try {
                return new PageServlet.Logo(path.getFileName().toString(), Files.readAllBytes(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String word(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static AccountNames names(IdentitySettings settings, Parts parts) {
        if (settings.kind() != IdentitySettings.Kind.ASTAKOS) {
            return AccountNames.NONE; // Keystone tells users of none but themselves
        }
        AstakosNames names = parts.keep(new AstakosNames(settings.url(), settings.timeout()));
        return new AccountNames() {
            @Override
            public Optional<Map<String, String>> names(String token, Collection<String> accounts) {
                return names.names(token, accounts);
            }

            @Override
            public Optional<Map<String, String>> accounts(String token, Collection<String> called) {
                return names.accounts(token, called);
            }
        };
    }

    private static SignIn signIn(IdentitySettings settings, Parts parts) {
        if (settings.kind() != IdentitySettings.Kind.KEYSTONE) {
            return SignIn.NONE;
        }
        Duration timeout = settings.timeout();
        KeystoneSignIn keystone = parts.keep(new KeystoneSignIn(settings.url(), timeout));
        return (user, password, domain, project) -> keystone.signIn(user, password, domain, project)
                .map(token -> new SignIn.Token(token.value(), token.expires(), token.name()));
    }
}
