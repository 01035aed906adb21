import Base
@testable import Knowledge

/// Descriptions of a small exchange in each format.
enum DescriptionSamples {
    static let openapi = #"""
        openapi: 3.1.0
        info:
          title: Sample spot API
          description: "Prices are *texts*."
        servers:
          - url: https://{region}.sample.example
            variables: {region: {default: api}}
        tags: [{name: Orders}]
        security: [{key: []}]
        x-error-codes:
          - {code: -1003, status: 429, message: Too many requests, advice: Wait for Retry-After.}
        paths:
          /api/v3/order:
            parameters:
              - {name: X-Trace, in: header, schema: {type: string}}
            post:
              operationId: placeOrder
              summary: Place an order
              tags: [Orders]
              parameters:
                - $ref: "#/components/parameters/test"
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: "#/components/schemas/Order"}
              responses:
                "200":
                  description: Placed
                  content:
                    application/json:
                      schema: {$ref: "#/components/schemas/Order"}
                "400":
                  description: Refused
                  content:
                    application/json:
                      examples:
                        poor: {value: {code: -2010, msg: Account has insufficient balance.}}
            delete:
              summary: Cancel an order
              deprecated: true
              security: []
              parameters:
                - {name: orderId, in: query, required: true, schema: {type: integer, minimum: 1}}
              responses: {"200": {description: Done}}
        components:
          securitySchemes:
            key: {type: apiKey, in: header, name: X-API-KEY}
          parameters:
            test: {name: test, in: query, description: Check it only., schema: {type: boolean, default: false}}
          schemas:
            Order:
              type: object
              required: [symbol, side]
              properties:
                symbol: {type: string, example: BTCUSDT, pattern: "^[A-Z]+$"}
                side: {type: string, enum: [BUY, SELL], x-enum-descriptions: [Take, Give]}
                price: {type: [string, "null"], examples: ["64000.10"]}
                legs:
                  type: array
                  maxItems: 5
                  items: {$ref: "#/components/schemas/Order"}
        """#

    static let asyncapi2 = #"""
        {"asyncapi": "2.6.0", "info": {"title": "Streams", "version": "1"},
         "servers": {"main": {"url": "stream.sample.example/ws", "protocol": "wss"}},
         "channels": {"trades/{symbol}": {
           "parameters": {"symbol": {"description": "The market", "schema": {"type": "string"}}},
           "subscribe": {"operationId": "onTrade", "message": {"$ref": "#/components/messages/trade"}},
           "publish": {"message": {"oneOf": [{"name": "join", "payload": {"type": "object"}}, {"name": "leave"}]}}}},
         "components": {"messages": {"trade": {"title": "Trade", "summary": "One trade.",
           "payload": {"type": "object", "properties": {"p": {"type": "string"}}},
           "examples": [{"payload": {"p": "1.50"}}]}}}}
        """#

    static let asyncapi3 = #"""
        asyncapi: 3.0.0
        info: {title: Streams, version: "2"}
        servers:
          main: {host: stream.sample.example, pathname: /ws, protocol: wss}
        channels:
          feed:
            address: /feed
            messages:
              ping: {payload: {type: object, properties: {event: {const: ping}}}}
              pong: {summary: The answer, payload: {type: object}}
              tick: {title: Tick, payload: {type: number}}
        operations:
          askPing:
            action: receive
            channel: {$ref: "#/channels/feed"}
            messages: [{$ref: "#/channels/feed/messages/ping"}]
            reply: {messages: [{$ref: "#/channels/feed/messages/pong"}]}
          tell:
            action: send
            channel: {$ref: "#/channels/feed"}
            messages: [{$ref: "#/channels/feed/messages/tick"}]
        """#

    static let fix = #"""
        <fix type="FIX" major="4" minor="4" servicepack="0">
          <header><field name="MsgType" required="Y"/></header>
          <messages>
            <message name="NewOrderSingle" msgtype="D" msgcat="app">
              <field name="Side" required="Y"/>
              <component name="Parties" required="N"/>
            </message>
          </messages>
          <components>
            <component name="Parties">
              <group name="NoPartyIDs" required="N"><field name="PartyID" required="N"/></group>
            </component>
          </components>
          <trailer/>
          <fields>
            <field number="35" name="MsgType" type="STRING"/>
            <field number="54" name="Side" type="CHAR">
              <value enum="1" description="BUY"/><value enum="5" description="SELL_SHORT"/>
            </field>
            <field number="453" name="NoPartyIDs" type="NUMINGROUP"/>
            <field number="448" name="PartyID" type="STRING"/>
          </fields>
        </fix>
        """#

    static func read(_ text: String) throws -> APIDocument {
        try APIDocument(reading: Array(text.utf8))
    }
}
