/// Finds things in text and turns findings into a verdict.
///
/// A [dev.prism.scanners.ScanText] is the text of one request or reply, cut into
/// [dev.prism.scanners.Segment]s: messages, tool arguments, tool results, retrieved chunks. A
/// [dev.prism.scanners.Scanner] reports [dev.prism.scanners.Finding]s in a segment; a
/// [dev.prism.scanners.Rail] says where scanners run, how their votes are counted and what is done; the
/// [dev.prism.scanners.RailEngine] is the compiled form of some rails: it reads each segment once for
/// all scanners and answers with a [dev.prism.scanners.RailReport]. On a stream,
/// [dev.prism.scanners.StreamRail] lets go of no character that could still belong to a secret.
///
/// Scanners are found by `ServiceLoader` through their [dev.prism.scanners.ScannerFactory]; one file
/// holds the class, its settings record and its factory. A scanner is immutable and shared by threads;
/// what a scan needs while it runs lies in [dev.prism.scanners.text.Scan], which belongs to one thread.
@NullMarked
package dev.prism.scanners;

import org.jspecify.annotations.NullMarked;
