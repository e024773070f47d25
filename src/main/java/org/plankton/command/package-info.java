/**
 * The command line: what operators do to a registry from a terminal or a script, with the service's own settings. Each
 * class is a command; what it works on is handed to it as an {@link org.plankton.command.Installation}.
 */
package org.plankton.command;
