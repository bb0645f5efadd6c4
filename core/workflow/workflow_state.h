// The state of a workflow run as a value: who works, which messages wait where. What a checkpoint holds.
#pragma once

#include "core/agent/run_state.h"
#include "core/model/workflow.h"

#include <QHash>
#include <QMap>
#include <QSet>

namespace glasshouse {

// A text on its way along an edge, or waiting at the end of it.
struct Delivery
{
    QString edge; // empty: the run's input, given to the start node
    QString from; // node
    QString to;   // node
    QString text;
    QString author; // the agent that wrote it; survives nodes that only pass it on

    bool operator==(const Delivery &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Delivery> fromJson(const QJsonObject &json);
};

enum class NodeStage { Planned, Running, Done, Failed };

// One node's work in the current superstep.
struct NodeWork
{
    QString node;
    NodeStage stage = NodeStage::Planned;
    int occurrence = 0; // from 1
    QString input;
    QString output;
    QString author;
    QString port; // of a switch: the one it chose; empty otherwise

    bool operator==(const NodeWork &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<NodeWork> fromJson(const QJsonObject &json);
};

struct WorkflowState
{
    RunStatus status = RunStatus::NotStarted;
    QString input;
    int step = 0; // the superstep going on, or the last one
    bool inSuperstep = false;
    bool checkpointDue = false;
    QVector<NodeWork> works;                  // of the current superstep
    QSet<QString> delivered;                  // edges already served at the end of the current superstep
    QMap<QString, QVector<Delivery>> inboxes; // per node, in order of arrival
    QMap<QString, int> occurrences;           // per node
    QStringList outputs;                      // what output nodes received, in order
    QString lastText;                         // what the last node to finish said
    Usage usage;
    bool refused = false;
    QVector<Artifact> artifacts;
    QString stopReason;
    std::optional<Error> error;

    bool operator==(const WorkflowState &) const = default;
    [[nodiscard]] const NodeWork *work(QStringView node) const; // in this superstep; nullptr if absent
    [[nodiscard]] QString output() const; // of the output nodes, else what was said last
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<WorkflowState> fromJson(const QJsonObject &json);
};

} // namespace glasshouse
