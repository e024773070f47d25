/**
 * What the bytes of an upload are, by what they say of themselves: so that what is declared a qcow2 image is one, what
 * is declared raw is not taken for something else by a host that looks, and no image reaches for files beside it.
 *
 * <p>Whoever sends the bytes may mean harm. Nothing is opened with a tool: some headers are read as they pass, each in
 * bounded time and memory, whatever they say. Headers are read forwards only; one that would have to be read otherwise
 * is refused. Nothing of the bytes is repeated in a message.
 *
 * <p>The formats are as QEMU's interop documents, VMware's Virtual Disk Format, MS-VHDX, Microsoft's specification of
 * VHD, VirtualBox' VDICore.h, ECMA-119 and UEFI tell of them.
 */
package org.plankton.registry.format;
