/**
 * What tests have in common, and assert nothing: the parties of a service and trouble on the way to them, clients of
 * the polite and of the exact kind, the lines of a log, threads that begin together, a clock that is moved, and
 * waiting for what comes about.
 */
package org.plankton.testing;
