// Мероприятия, срок которых прошёл без отметки, и кто за них отвечает · Activities past their date without a mark, and who answers for them
// :param day => '2021-07-01'
// Bloom: Срок прошёл без отметки на $day
MATCH plan = (activity:Activity)-[:PLAN]->(:Document)
WHERE activity.deadlineEnd < date($day)
  AND NOT EXISTS { (activity)<-[:HAS_ACTIVITY]-(:Completion) }
OPTIONAL MATCH who = (activity)<-[:HAS_ACTIVITY]-(:Responsibility)-[:HAS_BODY|BODY_KIND]->()
RETURN plan, who
