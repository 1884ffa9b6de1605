package dev.prism.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/// Lets a frame through to Netty's own handling if the budget and the state of its stream allow it.
final class CheckedFrames extends Http2FrameListenerDecorator {
  private final H2ControlBudget budget;
  private final StreamStates states;

  CheckedFrames(Http2FrameListener listener, H2ControlBudget budget, StreamStates states) {
    super(listener);
    this.budget = budget;
    this.states = states;
  }

  @Override
  public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end)
      throws Http2Exception {
    if (!end && !data.isReadable()) {
      budget.emptyData();
    }
    return super.onDataRead(ctx, id, data, padding, end);
  }

  @Override
  public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers headers, int padding,
      boolean end) throws Http2Exception {
    budget.requestCame();
    if (states.mayCarryHeaders(id)) {
      super.onHeadersRead(ctx, id, headers, padding, end);
    }
  }

  @Override
  public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers headers, int dependency,
      short weight, boolean exclusive, int padding, boolean end) throws Http2Exception {
    budget.requestCame();
    if (states.mayCarryHeaders(id)) {
      super.onHeadersRead(ctx, id, headers, dependency, weight, exclusive, padding, end);
    }
  }

  @Override
  public void onPriorityRead(ChannelHandlerContext ctx, int id, int dependency, short weight,
      boolean exclusive) throws Http2Exception {
    budget.control();
    super.onPriorityRead(ctx, id, dependency, weight, exclusive);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int id, long code) throws Http2Exception {
    budget.resetCame();
    super.onRstStreamRead(ctx, id, code);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    budget.control();
    super.onSettingsRead(ctx, settings);
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
    budget.control();
    super.onSettingsAckRead(ctx);
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    budget.control();
    super.onPingRead(ctx, data);
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    budget.control();
    super.onPingAckRead(ctx, data);
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int increment)
      throws Http2Exception {
    budget.control();
    super.onWindowUpdateRead(ctx, id, increment);
  }

  @Override
  public void onUnknownFrame(ChannelHandlerContext ctx, byte type, int id, Http2Flags flags,
      ByteBuf payload) throws Http2Exception {
    budget.control();
    super.onUnknownFrame(ctx, type, id, flags, payload);
  }
}
