package dev.prism.server.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An HTTP/2 connection to a provider, with one stream per attempt.
final class SharedConnection {
  private final Channel channel;
  private final Http2StreamChannelBootstrap streams;
  private long served;
  private int active;
  private long idleSinceNanos = System.nanoTime();

  SharedConnection(Channel channel) {
    this.channel = channel;
    streams = new Http2StreamChannelBootstrap(channel).handler(new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel stream) {
        stream.pipeline()
            .addLast(new Http2StreamFrameToHttpObjectCodec(false), new UpstreamHandler());
      }
    });
  }

  Channel channel() {
    return channel;
  }

  /// Whether another stream may be opened: the provider's limit is not reached and it is not leaving.
  boolean hasRoom() {
    Http2FrameCodec codec = channel.pipeline().get(Http2FrameCodec.class);
    return channel.isActive() && codec != null && codec.connection().local().canOpenStream()
        && !codec.connection().goAwayReceived();
  }

  /// Whether an attempt was served before the one that has just been given a stream.
  boolean used() {
    return served > 1;
  }

  boolean idleLongerThan(long nanos, long now) {
    return active == 0 && now - idleSinceNanos > nanos;
  }

  void open(Consumer<@Nullable Http2StreamChannel> then) {
    active++;
    served++;
    streams.open().addListener((Future<Http2StreamChannel> opened) -> {
      if (!opened.isSuccess()) {
        left();
        then.accept(null);
        return;
      }
      Http2StreamChannel stream = opened.getNow();
      stream.closeFuture().addListener(_ -> left());
      then.accept(stream);
    });
  }

  private void left() {
    active--;
    idleSinceNanos = System.nanoTime();
  }
}
