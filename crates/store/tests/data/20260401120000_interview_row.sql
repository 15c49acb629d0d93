update interview_row set layout = 1, packed = x'0000' where interview_id = 1;
