"""Where what a model retrieves is kept: knowledge bases, their sources, and stores of vectors."""

from __future__ import annotations

from typing import Final

KNOWLEDGE_BASE: Final = "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase"
DATA_SOURCE: Final = "aws:bedrock/agentDataSource:AgentDataSource"
VECTOR_BUCKET: Final = "aws:s3/vectorsVectorBucket:VectorsVectorBucket"
VECTOR_POLICY: Final = "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy"
VECTOR_INDEX: Final = "aws:s3/vectorsIndex:VectorsIndex"
COLLECTION: Final = "aws:opensearch/serverlessCollection:ServerlessCollection"
KENDRA: Final = "aws:kendra/index:Index"
