package org.plankton.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.Location;

/** What every object store does in which whoever may read a folder may read what is in it. */
abstract class FoldersContract extends ObjectStoreContract {
    static final Location FOLDER = new Location(ALICE.account(), "images", "team");
    static final Location INSIDE = new Location(ALICE.account(), "images", "team/a.diskdump");

    /** Shares the folder with them and nobody else, past the store. */
    abstract void shareFolder(Location folder, Set<String> readers);

    @ParameterizedTest
    @ValueSource(strings = {"team/a.diskdump", "team/deeper/and/deeper/a.diskdump"})
    void whoReadsByAFolderReadsStillWhenOthersComeAndGo(String path) {
        Location inside = new Location(ALICE.account(), "images", path);
        shareFolder(FOLDER, Set.of(CAROL.account()));
        put(inside);

        sharing().share(ALICE, inside, Set.of(BOB.account()), Set.of(), any -> {});
        assertThat(store().stat(BOB, inside)).isPresent();
        assertThat(store().stat(CAROL, inside)).isPresent();

        sharing().share(ALICE, inside, Set.of(), Set.of(BOB.account()), any -> {});
        assertThat(store().stat(BOB, inside)).isEmpty();
        assertThat(store().stat(CAROL, inside)).isPresent();
    }

    @Test
    void whoReadsByAFolderReadsStillWhenTheyAreAFormerReaderThemselves() {
        shareFolder(FOLDER, Set.of(CAROL.account()));
        put(INSIDE);
        sharing().share(ALICE, INSIDE, Set.of(BOB.account(), CAROL.account()), Set.of(), any -> {});

        sharing().share(ALICE, INSIDE, Set.of(BOB.account()), Set.of(CAROL.account()), any -> {});
        assertThat(store().stat(CAROL, INSIDE)).isPresent();
        assertThat(store().stat(BOB, INSIDE)).isPresent();

        sharing().share(ALICE, INSIDE, Set.of(), Set.of(BOB.account(), CAROL.account()), any -> {});
        assertThat(store().stat(CAROL, INSIDE)).isPresent();
        assertThat(store().stat(BOB, INSIDE)).isEmpty();
    }

    /** When its own readers are gone an object follows its folder again. */
    @Test
    void whoIsPutOutOfTheFolderReadsNoLonger() {
        shareFolder(FOLDER, Set.of(CAROL.account()));
        put(INSIDE);
        sharing().share(ALICE, INSIDE, Set.of(BOB.account()), Set.of(), any -> {});
        sharing().share(ALICE, INSIDE, Set.of(), Set.of(BOB.account()), any -> {});

        shareFolder(FOLDER, Set.of(BOB.account()));

        assertThat(store().stat(CAROL, INSIDE)).isEmpty();
        assertThat(store().stat(BOB, INSIDE)).isPresent();
    }

    @Test
    void aMemberReadsAlsoWhenTheFolderLetsThemReadNoLonger() {
        shareFolder(FOLDER, Set.of(CAROL.account()));
        put(INSIDE);
        sharing().share(ALICE, INSIDE, Set.of(CAROL.account()), Set.of(), any -> {});

        shareFolder(FOLDER, Set.of(BOB.account()));

        assertThat(store().stat(CAROL, INSIDE)).isPresent();
    }

    @Test
    void anOpenFolderMakesNoObjectOpenBeyondItself() {
        shareFolder(FOLDER, Set.of(EVERYONE));
        put(INSIDE);
        sharing().share(ALICE, INSIDE, Set.of(BOB.account()), Set.of(), any -> {});
        assertThat(store().stat(CAROL, INSIDE)).isPresent();
        assertThat(store().stat(BOB, INSIDE)).isPresent();

        shareFolder(FOLDER, Set.of("dave"));

        assertThat(store().stat(CAROL, INSIDE)).isEmpty();
    }

    @Test
    void whatWasPublishedInAnOpenFolderIsOpenAsLongAsTheFolder() {
        shareFolder(FOLDER, Set.of(EVERYONE));
        put(INSIDE);
        sharing().share(ALICE, INSIDE, Set.of(EVERYONE), Set.of(), any -> {});
        sharing().share(ALICE, INSIDE, Set.of(), Set.of(EVERYONE), any -> {});
        assertThat(store().stat(CAROL, INSIDE)).isPresent();

        shareFolder(FOLDER, Set.of("dave"));

        assertThat(store().stat(CAROL, INSIDE)).isEmpty();
    }
}
