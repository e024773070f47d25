package org.plankton.registry;

/** Records what is found of registered images' files, so that nobody is told of a file that is not there. */
final class Findings {
    /** Records it in a transaction of its own; nothing if that is what is recorded, or the image has changed since. */
    void record(Image image, Finding finding) {}
}
