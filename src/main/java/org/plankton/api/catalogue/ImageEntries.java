package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.plankton.registry.Registry;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.catalogue.Standing;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Page;

/** Images as lists tell of them, with how they stand. */
final class ImageEntries {
    private final Registry registry;
    private final Catalogue catalogue;

    @Inject
    ImageEntries(Registry registry, Catalogue catalogue) {
        this.registry = registry;
        this.catalogue = catalogue;
    }

    /** Without those that have been unregistered meanwhile. Of each no more is held than is told of it. */
    List<ImageEntry> of(Caller caller, Page page) {
        List<ImageEntry> entries = new ArrayList<>();
        page.images().accept(image -> entries.add(ImageEntry.of(image, caller, catalogue)));
        return standing(caller, entries);
    }

    List<ImageEntry> of(Caller caller, List<Image> images) {
        return standing(
                caller,
                images.stream()
                        .map(image -> ImageEntry.of(image, caller, catalogue))
                        .toList());
    }

    private List<ImageEntry> standing(Caller caller, List<ImageEntry> entries) {
        Map<String, Standing> standings =
                registry
                        .listStandings(
                                caller, entries.stream().map(ImageEntry::id).toList())
                        .stream()
                        .collect(Collectors.toMap(Standing::id, Function.identity()));
        return entries.stream()
                .filter(entry -> standings.containsKey(entry.id()))
                .map(entry -> entry.with(standings.get(entry.id()), !caller.isVisitor()))
                .toList();
    }
}
